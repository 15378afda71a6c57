package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.data.Block;
import io.entrosum.data.BlockBuilder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SplitPassTest {
  private static Pass pass(boolean reversed) {
    Random random = new Random(4);
    double[][] rows = new double[2000][];
    for (int n = 0; n < rows.length; n++) {
      rows[reversed ? rows.length - 1 - n : n] =
          new double[] {random.nextInt(400), random.nextInt(3)};
    }
    int half = reversed ? 700 : 1100;
    return new LocalPass(
        List.of(
            List.of(Block.ofRows(java.util.Arrays.copyOfRange(rows, 0, half))),
            List.of(Block.ofRows(java.util.Arrays.copyOfRange(rows, half, rows.length)))),
        2);
  }

  @Test
  void theTwoSidesAreAllRowsAndTheShareIsAboutWhatWasAskedFor() {
    CountedPass counted = new CountedPass(pass(false));
    DataProfile all = DataProfile.of(counted, 5000);
    DataProfile out = DataProfile.of(SplitPass.heldOut(counted, .2, 1), 5000);
    DataProfile rest = DataProfile.of(SplitPass.remaining(counted, .2, 1), 5000);
    assertThat(out.rows() + rest.rows()).isEqualTo(2000);
    assertThat(out.rows()).isBetween(320L, 480L); // 400 +- 4 deviations of about 18, clumped rows
    assertThat(out.distinctRows() + rest.distinctRows())
        .as("equal rows are on the same side")
        .isEqualTo(all.distinctRows());
    assertThat(counted.passes()).isEqualTo(3);
  }

  @Test
  void orderAndPartitionsDoNotMatterButTheSeedDoes() {
    DataProfile some = DataProfile.of(SplitPass.heldOut(pass(false), .3, 7), 10);
    DataProfile same = DataProfile.of(SplitPass.heldOut(pass(true), .3, 7), 10);
    DataProfile other = DataProfile.of(SplitPass.heldOut(pass(false), .3, 8), 10);
    assertThat(same.rows()).isEqualTo(some.rows());
    assertThat(other.rows()).isNotEqualTo(some.rows());
  }

  @Test
  void weightsStayWithTheirRows() {
    BlockBuilder builder = new BlockBuilder(1, 1 << 20, BlockBuilder.Weighting.WEIGHTED);
    for (int n = 0; n < 100; n++) {
      int at = builder.offset();
      builder.buffer()[at] = n;
      builder.accept(n);
    }
    Pass pass = new LocalPass(List.of(builder.take()));
    DataProfile out = DataProfile.of(SplitPass.heldOut(pass, .5, 1), 0);
    DataProfile rest = DataProfile.of(SplitPass.remaining(pass, .5, 1), 0);
    assertThat(out.weight() + rest.weight()).isEqualTo(99 * 50);
    assertThat(out.weight()).isBetween(1000.0, 4000.0);
  }
}
