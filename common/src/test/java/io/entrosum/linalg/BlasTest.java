package io.entrosum.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The kernels against naive loops. All entries are small integers, so every product and sum is
 * exact in any order and the results must be equal, not close. What a kernel must not read is NaN.
 */
class BlasTest {
  private static final double UNTOUCHED = -12345;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 0, 0, 0, 0",
    "3, 5, 7, 0, 0, 0, 0",
    "5, 3, 7, 2, 1, 3, 4",
    "17, 1, 9, 1, 5, 0, 2",
    "1, 13, 4, 3, 0, 2, 1",
    "33, 31, 67, 7, 3, 5, 9",
    "4, 6, 1, 0, 2, 1, 11",
    "0, 6, 3, 0, 1, 1, 0"
  })
  void timesTransposedTakesInnerProductsOfRows(
      int n, int m, int k, int aPad, int bPad, int cPad, int offset) {
    double[] a = strided(n, k, aPad, offset, 1);
    double[] b = strided(m, k, bPad, offset + 1, 2);
    double[] c = new double[offset + 2 + n * (m + cPad)];
    Arrays.fill(c, UNTOUCHED);
    double[] expected = c.clone();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        double sum = 0;
        for (int l = 0; l < k; l++) {
          sum += a[offset + i * (k + aPad) + l] * b[offset + 1 + j * (k + bPad) + l];
        }
        expected[offset + 2 + i * (m + cPad) + j] = sum;
        c[offset + 2 + i * (m + cPad) + j] = Double.NaN; // must be overwritten, not added to
      }
    }
    Blas.timesTransposed(
        n, m, k, a, offset, k + aPad, b, offset + 1, k + bPad, c, offset + 2, m + cPad);
    assertThat(c).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 5, 7", "7, 1, 5", "1, 9, 3", "33, 31, 67", "0, 3, 2"})
  void timesOverwrites(int n, int m, int k) {
    double[] a = integers(n * k, 3);
    double[] b = integers(k * m, 4);
    double[] c = new double[n * m];
    Arrays.fill(c, Double.NaN);
    double[] expected = new double[n * m];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        for (int l = 0; l < k; l++) {
          expected[i * m + j] += a[i * k + l] * b[l * m + j];
        }
      }
    }
    Blas.times(n, m, k, a, b, c);
    assertThat(c).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 0",
    "3, 5, 7, 2",
    "7, 1, 5, 1",
    "1, 9, 3, 4",
    "67, 31, 33, 5",
    "0, 3, 2, 1"
  })
  void addTransposedTimesAdds(int n, int m, int k, int offset) {
    double[] a = integers(n * m, 5);
    double[] b = integers(n * k, 6);
    double[] c = integers(offset + m * k + 3, 7);
    double[] expected = c.clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < k; j++) {
        for (int l = 0; l < n; l++) {
          expected[offset + i * k + j] += a[l * m + i] * b[l * k + j];
        }
      }
    }
    Blas.addTransposedTimes(n, m, k, a, b, c, offset);
    assertThat(c).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "3, 5, 2", "5, 3, 0", "1, 9, 4", "67, 31, 5", "130, 65, 1", "0, 3, 2"})
  void addGramAddsToTheUpperTriangle(int n, int d, int offset) {
    double[] z = integers(n * d, 8);
    double[] c = integers(offset + d * d + 3, 9);
    double[] expected = c.clone();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        c[offset + i * d + j] = Double.NaN; // must not matter above
      }
      for (int j = i; j < d; j++) {
        for (int l = 0; l < n; l++) {
          expected[offset + i * d + j] += z[l * d + i] * z[l * d + j];
        }
      }
    }
    Blas.addGram(n, d, z, c, offset);
    for (int i = 0; i < d; i++) {
      // what is below the diagonal is unspecified
      System.arraycopy(expected, offset + i * d, c, offset + i * d, i);
    }
    assertThat(c).containsExactly(expected);
  }

  @Test
  void dotOfEveryLengthAndOffset() {
    double[] a = integers(40, 10);
    double[] b = integers(40, 11);
    for (int n = 0; n <= 20; n++) {
      for (int aOffset : new int[] {0, 1, 3}) {
        for (int bOffset : new int[] {0, 2, 7}) {
          double expected = 0;
          for (int i = 0; i < n; i++) {
            expected += a[aOffset + i] * b[bOffset + i];
          }
          assertThat(Blas.dot(n, a, aOffset, b, bOffset)).isEqualTo(expected);
        }
      }
    }
  }

  /** Rows of integers, {@code pad} numbers apart, NaN before, between and behind them. */
  private static double[] strided(int rows, int width, int pad, int offset, long seed) {
    double[] array = new double[offset + rows * (width + pad) + 1];
    Arrays.fill(array, Double.NaN);
    double[] numbers = integers(rows * width, seed);
    for (int i = 0; i < rows; i++) {
      System.arraycopy(numbers, i * width, array, offset + i * (width + pad), width);
    }
    return array;
  }

  private static double[] integers(int n, long seed) {
    return new SplittableRandom(seed)
        .ints(n, 1, 10)
        .mapToDouble(i -> i % 2 == 0 ? i : -i)
        .toArray();
  }
}
