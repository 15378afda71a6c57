package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataProfileTest {
  private static final MathContext DIGITS = new MathContext(60);
  private static final int N = 500;

  /** Against sums in decimal arithmetic. 500 roundings of 1.1e-16 are below 1e-13. */
  @ParameterizedTest
  @CsvSource({"1", "2", "7", "32"})
  void weightedMomentsHoweverRowsAreSplit(int partitions) {
    double[] x = numbers(0);
    double[] w = weights();
    DataProfile profile = DataProfile.of(pass(x, w, partitions), 1000);
    assertThat(profile.rows()).isEqualTo(N);
    assertThat(profile.weightlessRows()).isEqualTo(N / 10);
    assertThat(profile.weight()).isEqualTo(Arrays.stream(w).sum()); // multiples of 1/8: exact
    assertThat(profile.means()[0]).isCloseTo(mean(x, w), within(1e-13));
    assertThat(profile.variances()[0]).isCloseTo(variance(x, w), within(1e-13));
    assertThat(profile.distinctRows()).isEqualTo(N - N / 10);
  }

  /**
   * Rows at 1e8, sorted, so that the means of blocks differ. The deviations are exact, and the mean
   * of a block is kept with the rest of its rounding (1.5e-8), so no more is lost than without the
   * offset: 500 roundings of 1.1e-16.
   */
  @ParameterizedTest
  @CsvSource({"1", "2", "7", "32"})
  void anOffsetCostsNoDigits(int partitions) {
    double[] x = numbers(1e8);
    Arrays.sort(x);
    double[] w = weights();
    DataProfile profile = DataProfile.of(pass(x, w, partitions), 2);
    assertThat(profile.means()[0]).isCloseTo(mean(x, w), within(Math.ulp(1e8)));
    double expected = variance(x, w);
    assertThat(profile.variances()[0]).isCloseTo(expected, within(1e-12 * expected));
  }

  /** Within one block the deviations are taken in a second pass: no digits are lost. */
  @Test
  void anOffsetCostsNothingWithinABlock() {
    double[] x = numbers(1e8);
    double[] w = weights();
    DataProfile profile = DataProfile.of(new LocalPass(List.of(new Block(1, x, w))), 2);
    double expected = variance(x, w);
    assertThat(profile.variances()[0]).isCloseTo(expected, within(1e-12 * expected));
  }

  /** All numbers here are small integers and halves: exact. */
  @Test
  void aWeightOfTwoIsTheRowTwice() {
    Block weighted = new Block(1, new double[] {1, 5, 3}, new double[] {2, 1, 1});
    Block twice = new Block(1, new double[] {1, 1, 5, 3}, null);
    for (Block block : List.of(weighted, twice)) {
      DataProfile profile = DataProfile.of(new LocalPass(List.of(block)), 10);
      assertThat(profile.weight()).isEqualTo(4);
      assertThat(profile.means()).containsExactly(2.5);
      assertThat(profile.variances()[0]).isCloseTo(2.75, within(2 * Math.ulp(2.75)));
      assertThat(profile.distinctRows()).isEqualTo(3);
    }
  }

  @Test
  void rowsOfWeightZeroAreCountedAndOtherwiseIgnored() {
    double[] x = {1, 10, Double.NaN, 0, 3, 14, Double.POSITIVE_INFINITY, 1e300, 5, 12};
    DataProfile profile =
        DataProfile.of(new LocalPass(List.of(new Block(2, x, new double[] {1, 0, 1, 0, 2}))), 10);
    assertThat(profile.rows()).isEqualTo(5);
    assertThat(profile.weightlessRows()).isEqualTo(2);
    assertThat(profile.weight()).isEqualTo(4);
    assertThat(profile.distinctRows()).isEqualTo(3);
    assertThat(profile.means()).containsExactly(3.5, 12);
    assertThat(profile.variances()).containsExactly(2.75, 2);
    assertThat(profile.constantColumns()).isEmpty();
  }

  @Test
  void withoutRowsOrWeightsNothingIsKnown() {
    Block zero = new Block(2, new double[] {1, 2, 3, 4}, new double[] {0, 0});
    DataProfile weightless = DataProfile.of(new LocalPass(List.of(zero)), 10);
    assertThat(weightless.rows()).isEqualTo(2);
    assertThat(weightless.weightlessRows()).isEqualTo(2);
    DataProfile empty = DataProfile.of(new LocalPass(List.of(List.of(), List.of()), 2), 10);
    assertThat(empty.rows()).isZero();
    for (DataProfile profile : List.of(weightless, empty)) {
      assertThat(profile.weight()).isZero();
      assertThat(profile.distinctRows()).isZero();
      assertThat(profile.variances()).containsOnly(Double.NaN);
      assertThat(profile.constantColumns()).isEmpty();
    }
  }

  /** Columns: 0.1 throughout, zeros of both signs, varying, varying. */
  @Test
  void constantColumnsHaveTheMeanScaleOfTheOthers() {
    double[][] rows = {
      {0.1, 0.0, 1, 10}, {0.1, -0.0, 3, 16}, {0.1, 0.0, 1, 10}, {0.1, -0.0, 3, 16}
    };
    List<Block> blocks = List.of(Block.ofRows(rows), Block.ofRows(rows), Block.ofRow(rows[0]));
    DataProfile profile = DataProfile.of(new LocalPass(blocks.subList(0, 2)), 10);
    assertThat(profile.constantColumns()).containsExactly(0, 1);
    assertThat(profile.means()).containsExactly(0.1, 0, 2, 13);
    assertThat(profile.variances()).containsExactly(0, 0, 1, 9);
    assertThat(profile.scales()).containsExactly(5, 5, 1, 9);

    DataProfile one = DataProfile.of(new LocalPass(blocks.subList(2, 3)), 10);
    assertThat(one.constantColumns()).containsExactly(0, 1, 2, 3);
    assertThat(one.scales()).containsExactly(1, 1, 1, 1);
  }

  /** The square of 1e200 overflows, its deviation from itself does not. */
  @Test
  void aHugeConstantColumnHasTheVarianceZero() {
    double[] x = new double[N];
    Arrays.fill(x, 1e200);
    DataProfile profile = DataProfile.of(pass(x, weights(), 7), 2);
    assertThat(profile.means()).containsExactly(1e200);
    assertThat(profile.variances()).containsExactly(0);
  }

  /** A column that is constant in each partition, but not in all of them. */
  @Test
  void aColumnMayVaryBetweenPartitionsOnly() {
    List<List<Block>> partitions =
        List.of(List.of(new Block(1, new double[] {2, 2}, null)), List.of(Block.ofRow(row(5))));
    DataProfile profile = DataProfile.of(new LocalPass(partitions, 1), 10);
    assertThat(profile.constantColumns()).isEmpty();
    assertThat(profile.means()).containsExactly(3);
    assertThat(profile.scales()).containsExactly(2);
  }

  /** 20 different rows, each 25 times, in all partitions. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "19, 19", "20, 20", "21, 20", "1000, 20"})
  void distinctRowsAreCountedUpToTheLimit(int limit, int expected) {
    double[] x = new double[N];
    Arrays.setAll(x, i -> i % 20);
    for (int partitions : new int[] {1, 2, 7, 32}) {
      assertThat(DataProfile.of(pass(x, null, partitions), limit).distinctRows())
          .isEqualTo(expected);
    }
  }

  private static double[] row(double value) {
    return new double[] {value};
  }

  private static double[] numbers(double offset) {
    return new SplittableRandom(1).doubles(N).map(x -> offset + x).toArray();
  }

  /** Every tenth is 0, the others are multiples of 1/8 up to 2. */
  private static double[] weights() {
    SplittableRandom random = new SplittableRandom(2);
    double[] weights = new double[N];
    Arrays.setAll(weights, i -> i % 10 == 0 ? 0 : random.nextInt(1, 17) / 8.0);
    return weights;
  }

  /** One column, blocks of at most 10 rows. */
  private static Pass pass(double[] x, double[] w, int partitions) {
    List<List<Block>> all = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      List<Block> blocks = new ArrayList<>();
      int end = (p + 1) * x.length / partitions;
      for (int from = p * x.length / partitions; from < end; from += 10) {
        int to = Math.min(end, from + 10);
        double[] weights = w == null ? null : Arrays.copyOfRange(w, from, to);
        blocks.add(new Block(1, Arrays.copyOfRange(x, from, to), weights));
      }
      all.add(blocks);
    }
    return new LocalPass(all, 1);
  }

  private static double mean(double[] x, double[] w) {
    return moment(x, w, 1).doubleValue();
  }

  private static double variance(double[] x, double[] w) {
    return moment(x, w, 2).subtract(moment(x, w, 1).pow(2)).doubleValue();
  }

  private static BigDecimal moment(double[] x, double[] w, int power) {
    BigDecimal sum = BigDecimal.ZERO;
    BigDecimal total = BigDecimal.ZERO;
    for (int i = 0; i < x.length; i++) {
      sum = sum.add(new BigDecimal(x[i]).pow(power).multiply(new BigDecimal(w[i])));
      total = total.add(new BigDecimal(w[i]));
    }
    return sum.divide(total, DIGITS);
  }
}
