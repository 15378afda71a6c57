package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.data.BlockBuilder.Weighting;
import io.entrosum.data.SparseBlockBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The profile of sparse blocks is that of their dense copies, which sum up in another order: 600
 * roundings of 1.1e-16.
 */
class SparseProfileTest {
  private static final int N = 600;
  private static final int D = 9;

  @ParameterizedTest
  @CsvSource({"1, 0", "1, 0.05", "2, 0", "7, 0.05", "32, 0"})
  void theProfileIsThatOfDenseCopies(int partitions, double holes) {
    double[][] rows = rows(holes);
    for (double[] weights : new double[][] {null, weights()}) {
      List<List<Block>> sparse = partitions(rows, weights, partitions);
      DataProfile profile = DataProfile.of(new LocalPass(sparse, D), N);
      same(profile, DataProfile.of(new LocalPass(map(sparse, Block::dense), D), N));
      assertThat(profile.constantColumns()).containsExactly(3, 4);
      assertThat(profile.emptyColumns()).containsExactly(8);
    }
  }

  /** Every tenth row is nothing but zeros, which is one distinct row; the others all differ. */
  @ParameterizedTest
  @CsvSource({"1", "7"})
  void emptyRowsAreRowsOfZeros(int partitions) {
    double[][] rows = rows(0);
    for (int i = 0; i < N; i += 10) {
      rows[i] = new double[D];
    }
    List<List<Block>> sparse = partitions(rows, null, partitions);
    DataProfile profile = DataProfile.of(new LocalPass(sparse, D), N);
    same(profile, DataProfile.of(new LocalPass(map(sparse, Block::dense), D), N));
    assertThat(profile.constantColumns()).containsExactly(3, 8);
    assertThat(profile.counts()[8]).isEqualTo(N / 10);
    assertThat(profile.distinctRows()).isEqualTo(N - N / 10 + 1);
  }

  @Test
  void theLimitOfDistinctRowsHolds() {
    double[][] rows = rows(0);
    for (int limit : new int[] {0, 1, 5, 300}) {
      Pass sparse = new LocalPass(partitions(rows, null, 7), D);
      Pass dense = new LocalPass(List.of(Block.ofRows(rows)));
      assertThat(DataProfile.of(sparse, limit).distinctRows())
          .isEqualTo(DataProfile.of(dense, limit).distinctRows());
    }
  }

  /**
   * Column 0 is large wherever it is not zero, which is in one row: (1e8 / 3, and 0 in 999 rows).
   */
  @Test
  void rareLargeValuesKeepTheirDigits() {
    SparseBlockBuilder builder = new SparseBlockBuilder(2, 1 << 20, Weighting.UNWEIGHTED);
    builder.begin();
    builder.add(0, 1e8 / 3);
    builder.accept(1);
    for (int i = 0; i < 999; i++) {
      builder.begin();
      builder.accept(1);
    }
    DataProfile profile = DataProfile.of(new LocalPass(List.of(builder.take())), 10);
    double mean = 1e8 / 3 / 1000;
    assertThat(profile.means()[0]).isCloseTo(mean, within(2 * Math.ulp(mean)));
    double variance = mean * mean * 999;
    assertThat(profile.variances()[0]).isCloseTo(variance, within(1e-15 * variance));
    assertThat(profile.means()[1]).isZero();
    assertThat(profile.variances()[1]).isZero();
    assertThat(profile.distinctRows()).isEqualTo(2);
  }

  @Test
  void weightlessRowsAreIgnored() {
    SparseBlockBuilder builder = new SparseBlockBuilder(2, 1 << 20, Weighting.WEIGHTED);
    double[][] rows = {{1e300, Double.NEGATIVE_INFINITY}, {2, Double.NaN}, {0, Double.NaN}};
    double[] weights = {0, 0.5, 0.25};
    for (int i = 0; i < 3; i++) {
      builder.begin();
      builder.add(0, rows[i][0]);
      builder.add(1, rows[i][1]);
      builder.accept(weights[i]);
    }
    Block block = builder.take();
    DataProfile profile = DataProfile.of(new LocalPass(List.of(block)), 10);
    same(profile, DataProfile.of(new LocalPass(List.of(block.dense())), 10));
    assertThat(profile.largest()).containsExactly(2, Double.NEGATIVE_INFINITY);
    assertThat(profile.rows()).isEqualTo(3);
    assertThat(profile.weight()).isEqualTo(0.75);
  }

  /** Held-out and other rows are all rows, and equal rows are on one side. */
  @Test
  void sparseRowsAreSplitByTheirContent() {
    double[][] rows = rows(0);
    for (int i = 0; i < N; i++) {
      rows[i] = rows[i % 50];
    }
    Pass all = new LocalPass(partitions(rows, weights(), 3), D);
    DataProfile held = DataProfile.of(SplitPass.heldOut(all, 0.4, 5), N);
    DataProfile rest = DataProfile.of(SplitPass.remaining(all, 0.4, 5), N);
    DataProfile whole = DataProfile.of(all, N);
    assertThat(held.rows() + rest.rows()).isEqualTo(N);
    assertThat(held.weight() + rest.weight()).isEqualTo(whole.weight()); // multiples of 1/8
    assertThat(held.distinctRows() + rest.distinctRows()).isEqualTo(whole.distinctRows());
    assertThat(held.distinctRows()).isPositive();
    assertThat(rest.distinctRows()).isPositive();
  }

  private static void same(DataProfile profile, DataProfile expected) {
    assertThat(profile.rows()).isEqualTo(expected.rows());
    assertThat(profile.weightlessRows()).isEqualTo(expected.weightlessRows());
    assertThat(profile.weight()).isEqualTo(expected.weight());
    assertThat(profile.distinctRows()).isEqualTo(expected.distinctRows());
    assertThat(profile.counts()).isEqualTo(expected.counts());
    assertThat(profile.columnWeights()).isEqualTo(expected.columnWeights()); // multiples of 1/8
    assertThat(profile.emptyColumns()).isEqualTo(expected.emptyColumns());
    assertThat(profile.constantColumns()).isEqualTo(expected.constantColumns());
    for (int j = 0; j < profile.counts().length; j++) {
      assertThat(profile.least()[j] == expected.least()[j]).isTrue(); // zeros have no sign
      assertThat(profile.largest()[j] == expected.largest()[j]).isTrue();
      close(profile.means()[j], expected.means()[j]);
      close(profile.variances()[j], expected.variances()[j]);
      close(profile.scales()[j], expected.scales()[j]);
    }
  }

  private static void close(double value, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(value).isNaN();
    } else {
      assertThat(value).isCloseTo(expected, within(1e-12 * Math.abs(expected)));
    }
  }

  /**
   * Columns: four that are rarely not zero, of which the third is large and the fourth nothing but
   * zeros; a constant without a zero; one of negative values without zeros; two of both signs; one
   * that is missing throughout.
   */
  private static double[][] rows(double holes) {
    SplittableRandom random = new SplittableRandom(1);
    double[][] rows = new double[N][D];
    for (double[] row : rows) {
      for (int j = 0; j < 3; j++) {
        row[j] = random.nextDouble() < 0.1 ? random.nextDouble() + (j == 2 ? 1e6 : 0) : 0;
      }
      row[4] = 0.1;
      row[5] = -1 - random.nextDouble();
      for (int j = 6; j < 8; j++) {
        row[j] = random.nextDouble() < 0.5 ? random.nextDouble() : 0;
      }
      for (int j = 0; j < 8; j++) {
        row[j] = random.nextDouble() < holes ? Double.NaN : row[j];
      }
      row[8] = Double.NaN;
    }
    return rows;
  }

  /** Every tenth is 0, the others are multiples of 1/8 up to 2. */
  private static double[] weights() {
    SplittableRandom random = new SplittableRandom(2);
    double[] weights = new double[N];
    Arrays.setAll(weights, i -> i % 10 == 0 ? 0 : random.nextInt(1, 17) / 8.0);
    return weights;
  }

  /** Sparse blocks of 64 rows, the last of a partition excepted. */
  private static List<List<Block>> partitions(double[][] rows, double[] weights, int partitions) {
    List<List<Block>> all = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      SparseBlockBuilder builder =
          new SparseBlockBuilder(D, 0, weights == null ? Weighting.UNWEIGHTED : Weighting.WEIGHTED);
      List<Block> blocks = new ArrayList<>();
      for (int i = p * N / partitions; i < (p + 1) * N / partitions; i++) {
        builder.begin();
        for (int j = 0; j < D; j++) {
          builder.add(j, rows[i][j]);
        }
        Block full = builder.accept(weights == null ? 1 : weights[i]);
        if (full != null) {
          blocks.add(full);
        }
      }
      blocks.add(builder.take());
      all.add(blocks.stream().filter(block -> block != null).toList());
    }
    return all;
  }

  private static List<List<Block>> map(List<List<Block>> blocks, UnaryOperator<Block> map) {
    return blocks.stream().map(part -> part.stream().map(map).toList()).toList();
  }
}
