package io.entrosum.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RowHashTest {
  @Test
  void equalRowsHaveEqualHashesWhereverTheyStand() {
    double[] values = {9, 1.5, -2, 0, 9, 9, 1.5, -2, 0};
    assertThat(RowHash.of(values, 1, 3)).isEqualTo(RowHash.of(values, 6, 3));
    assertThat(RowHash.of(values, 1, 3)).isEqualTo(RowHash.of(new double[] {1.5, -2, 0}, 0, 3));
  }

  @Test
  void zeroHasNoSign() {
    assertThat(RowHash.of(new double[] {1, -0.0, 2}, 0, 3))
        .isEqualTo(RowHash.of(new double[] {1, 0.0, 2}, 0, 3));
  }

  /** Two bit patterns of a value that is missing. */
  @Test
  void everyMissingValueIsTheSame() {
    double other = Double.longBitsToDouble(0xFFF8000000000123L);
    assertThat(RowHash.of(new double[] {1, other, 2}, 0, 3))
        .isEqualTo(RowHash.of(new double[] {1, Double.NaN, 2}, 0, 3))
        .isNotEqualTo(RowHash.of(new double[] {1, 0, 2}, 0, 3));
  }

  /** A collision of 64 bits among 80,000 rows has probability 1e-10. */
  @Test
  void differentRowsHaveDifferentHashes() {
    Set<Long> hashes = new HashSet<>();
    int rows = 0;
    for (int i = -100; i < 100; i++) {
      for (int j = -100; j < 100; j++) {
        hashes.add(RowHash.of(new double[] {i, j}, 0, 2));
        hashes.add(RowHash.of(new double[] {Math.scalb(1.0, i), Math.scalb(1.0, j), 0}, 0, 3));
        rows += 2;
      }
    }
    assertThat(hashes).hasSize(rows);
  }

  @Test
  void orderAndLengthAndTheLastBitCount() {
    double[][] rows = {
      {},
      {0},
      {0, 0},
      {1, 2},
      {2, 1},
      {1, 2, 0},
      {0, 1, 2},
      {Math.nextUp(1.0), 2},
      {-1, 2},
      {1, -2},
      {Double.MIN_VALUE, 2}
    };
    Set<Long> hashes = new HashSet<>();
    for (double[] row : rows) {
      hashes.add(RowHash.of(row, 0, row.length));
    }
    assertThat(hashes).hasSize(rows.length);
  }

  @Test
  void uniformIsInTheOpenUnitInterval() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      assertThat(RowHash.uniform(random.nextLong(), random.nextLong()))
          .isGreaterThan(0)
          .isLessThan(1);
    }
    // the hashes that the mixing, a bijection, sends to all zeros and all ones
    for (long salt : new long[] {0, 1, -7}) {
      long salted = mix(salt + 0x9E3779B97F4A7C15L);
      assertThat(RowHash.uniform(salted, salt)).isGreaterThan(0).isLessThan(1e-15);
      assertThat(RowHash.uniform(unmix(-1L) ^ salted, salt)).isLessThan(1).isGreaterThan(1 - 1e-15);
    }
  }

  /**
   * Chi-square of 1,000 bins, 999 degrees of freedom: mean 999, deviation 44.7. Within four
   * deviations with probability 0.9999; for rows that differ in one small integer, and for one row
   * under many salts. (A generator that is too even would fall below.)
   */
  @Test
  void uniformIsUniformOverRowsAndOverSalts() {
    int draws = 200_000;
    int bins = 1000;
    int[] overRows = new int[bins];
    int[] overSalts = new int[bins];
    long row = RowHash.of(new double[] {1, 2, 3}, 0, 3);
    for (int i = 0; i < draws; i++) {
      long hash = RowHash.of(new double[] {1, i}, 0, 2);
      overRows[(int) (RowHash.uniform(hash, 17) * bins)]++;
      overSalts[(int) (RowHash.uniform(row, i) * bins)]++;
    }
    assertThat(chiSquare(overRows, draws)).isBetween(999 - 4 * 44.7, 999 + 4 * 44.7);
    assertThat(chiSquare(overSalts, draws)).isBetween(999 - 4 * 44.7, 999 + 4 * 44.7);
  }

  /**
   * The numbers of one row under two salts are independent: 20 x 20 cells, 399 degrees of freedom,
   * deviation 28.2.
   */
  @Test
  void saltsAreIndependent() {
    int draws = 100_000;
    int[] cells = new int[400];
    for (int i = 0; i < draws; i++) {
      long hash = RowHash.of(new double[] {i}, 0, 1);
      int first = (int) (RowHash.uniform(hash, 1) * 20);
      int second = (int) (RowHash.uniform(hash, 2) * 20);
      cells[first * 20 + second]++;
    }
    assertThat(chiSquare(cells, draws)).isBetween(399 - 4 * 28.2, 399 + 4 * 28.2);
  }

  private static double chiSquare(int[] counts, int draws) {
    double expected = (double) draws / counts.length;
    double sum = 0;
    for (int count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static long unmix(long value) {
    long z = unshift(value, 31) * inverse(0x94D049BB133111EBL);
    z = unshift(z, 27) * inverse(0xBF58476D1CE4E5B9L);
    return unshift(z, 30);
  }

  /** Solves {@code x ^ (x >>> shift) = value}. */
  private static long unshift(long value, int shift) {
    long x = value;
    for (int known = shift; known < 64; known += shift) {
      x = value ^ (x >>> shift);
    }
    return x;
  }

  /** The inverse of an odd number modulo 2^64, by Newton's iteration. */
  private static long inverse(long odd) {
    long x = odd;
    for (int i = 0; i < 6; i++) {
      x *= 2 - odd * x;
    }
    return x;
  }
}
