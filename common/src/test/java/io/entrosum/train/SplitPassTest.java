package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.coding.BarsData;
import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.CodeSums;
import io.entrosum.coding.PosteriorType;
import io.entrosum.data.Block;
import io.entrosum.data.BlockBuilder;
import io.entrosum.model.LatentModel;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.model.StepCourse;
import io.entrosum.stats.Statistics;
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

  /** Of one number of a training, so that one side would go on from what the other one kept. */
  @Test
  void eachSideGoesOnFromWhereItWas() {
    double[][] rows = BarsData.rows(600, BarsData.Latents.LAPLACE, 1);
    Pass pass = new LocalPass(BarsData.blocks(rows, 200, 10, 1));
    double[] scales = new double[10];
    java.util.Arrays.fill(scales, 2);
    SparseCodingModel model =
        new SparseCodingModel(
                CodeParameters.normalised(25, BarsData.bars(), scales, .01), PosteriorType.FULL)
            .exact();
    Pass.Step first = new Pass.Step(model, StepCourse.fresh(0, 1));
    Statistics rest = SplitPass.remaining(pass, .3, 1).steps(List.of(first), "training").get(0);
    Statistics out = SplitPass.heldOut(pass, .3, 1).steps(List.of(first), "held out").get(0);
    assertThat(rest.get(LatentModel.ROWS) + out.get(LatentModel.ROWS)).isEqualTo(600);
    assertThat(rest.get(CodeSums.COLD)).isEqualTo(rest.get(LatentModel.ROWS));
    assertThat(out.get(CodeSums.COLD)).isEqualTo(out.get(LatentModel.ROWS)).isPositive();

    Pass.Step second = new Pass.Step(model, new StepCourse(0, 2, List.of(model)));
    Statistics restAgain =
        SplitPass.remaining(pass, .3, 1).steps(List.of(second), "training").get(0);
    Statistics outAgain = SplitPass.heldOut(pass, .3, 1).steps(List.of(second), "held out").get(0);
    assertThat(restAgain.get(CodeSums.REPEATED)).isZero();
    assertThat(outAgain.get(CodeSums.REPEATED)).isZero();
    assertThat(restAgain.get(CodeSums.STEPS)).isLessThan(.2 * rest.get(CodeSums.STEPS));
    assertThat(outAgain.get(CodeSums.STEPS)).isLessThan(.2 * out.get(CodeSums.STEPS));
    assertThat(outAgain.get(CodeSums.LOG_DETERMINANT))
        .isEqualTo(out.get(CodeSums.LOG_DETERMINANT), within(1e-3));
  }
}
