package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A column's numbers are those of the rows that have a value there. */
class DataProfileMissingTest {
  private static final double NONE = Double.NaN;
  private static final int N = 400;
  private static final int D = 3;

  /**
   * Column by column against a profile of the column alone, without its holes. The rows fall into
   * other blocks there, so that sums round differently: 400 roundings of 1.1e-16.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 32})
  void eachColumnIsThatOfItsValuesAlone(int partitions) {
    double[] weights = weights();
    double[] x = rows(0.3);
    DataProfile profile = DataProfile.of(pass(x, weights, D, partitions), 10);
    for (int j = 0; j < D; j++) {
      double[] values = new double[N];
      double[] w = new double[N];
      int n = 0;
      for (int i = 0; i < N; i++) {
        if (!Double.isNaN(x[i * D + j])) {
          values[n] = x[i * D + j];
          w[n++] = weights[i];
        }
      }
      Pass alone = pass(Arrays.copyOf(values, n), Arrays.copyOf(w, n), 1, 1);
      DataProfile expected = DataProfile.of(alone, 10);
      assertThat(profile.counts()[j]).isEqualTo(expected.rows() - expected.weightlessRows());
      assertThat(profile.columnWeights()[j]).isEqualTo(expected.weight()); // multiples of 1/8
      assertThat(profile.means()[j]).isCloseTo(expected.means()[0], within(1e-13));
      assertThat(profile.variances()[j]).isCloseTo(expected.variances()[0], within(1e-13));
      assertThat(profile.least()[j]).isEqualTo(expected.least()[0]);
      assertThat(profile.largest()[j]).isEqualTo(expected.largest()[0]);
    }
    assertThat(profile.weight()).isEqualTo(Arrays.stream(weights).sum());
  }

  /** The same blocks: not one bit of a complete column hangs on holes in another. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 32})
  void aCompleteColumnHasTheSameBitsBesideHoles(int partitions) {
    double[] weights = weights();
    double[] complete = rows(0);
    double[] holes = complete.clone();
    for (int i = 0; i < N; i += 3) {
      holes[i * D + 1] = NONE;
    }
    DataProfile expected = DataProfile.of(pass(complete, weights, D, partitions), 10);
    DataProfile profile = DataProfile.of(pass(holes, weights, D, partitions), 10);
    for (int j : new int[] {0, 2}) {
      assertThat(profile.means()[j]).isEqualTo(expected.means()[j]);
      assertThat(profile.variances()[j]).isEqualTo(expected.variances()[j]);
    }
    assertThat(expected.columnWeights()).containsOnly(expected.weight());
    assertThat(expected.counts()).containsOnly(expected.rows() - expected.weightlessRows());
  }

  @Test
  void columnsWithoutAnyValueAreNamed() {
    double[][] rows = {{NONE, 1, NONE, 4}, {NONE, 3, 7, 4}, {NONE, NONE, NONE, NONE}};
    DataProfile profile = DataProfile.of(new LocalPass(List.of(Block.ofRows(rows))), 10);
    assertThat(profile.emptyColumns()).containsExactly(0);
    assertThat(profile.constantColumns()).containsExactly(2, 3);
    assertThat(profile.counts()).containsExactly(0, 2, 1, 2);
    assertThat(profile.means()).containsExactly(0, 2, 7, 4);
    assertThat(profile.variances()).containsExactly(NONE, 1, 0, 0);
    assertThat(profile.scales()).containsExactly(1, 1, 1, 1);
    assertThat(profile.rows()).isEqualTo(3);
    assertThat(profile.distinctRows()).isEqualTo(2); // the last row tells nothing
  }

  /** What stands in a row of weight 0 is no value. */
  @Test
  void weightlessValuesDoNotCount() {
    Block block = new Block(2, new double[] {1, NONE, 2, 5}, new double[] {1, 0});
    DataProfile profile = DataProfile.of(new LocalPass(List.of(block)), 10);
    assertThat(profile.emptyColumns()).containsExactly(1);
  }

  private static double[] rows(double holes) {
    SplittableRandom random = new SplittableRandom(3);
    double[] x = random.doubles((long) N * D).toArray();
    for (int i = 0; i < x.length; i++) {
      if (random.nextDouble() < holes) {
        x[i] = NONE;
      }
    }
    return x;
  }

  private static double[] weights() {
    SplittableRandom random = new SplittableRandom(4);
    double[] weights = new double[N];
    Arrays.setAll(weights, i -> i % 10 == 0 ? 0 : random.nextInt(1, 17) / 8.0);
    return weights;
  }

  private static Pass pass(double[] x, double[] w, int columns, int partitions) {
    List<List<Block>> all = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      List<Block> blocks = new ArrayList<>();
      int end = (p + 1) * w.length / partitions;
      for (int from = p * w.length / partitions; from < end; from += 10) {
        int to = Math.min(end, from + 10);
        blocks.add(
            new Block(
                columns,
                Arrays.copyOfRange(x, from * columns, to * columns),
                Arrays.copyOfRange(w, from, to)));
      }
      all.add(blocks);
    }
    return new LocalPass(all, columns);
  }
}
