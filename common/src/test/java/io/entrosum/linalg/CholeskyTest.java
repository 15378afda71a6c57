package io.entrosum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Factors of matrices that are made from a known factor: lower triangular, integer entries, powers
 * of two on the diagonal. The factorisation then meets nothing but integers and halves, so it is
 * exact in every implementation; scaling by powers of two keeps it exact.
 */
class CholeskyTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 33, 70})
  void findsTheFactorExactly(int d) {
    double[] factor = factor(d);
    double[] a = square(d, factor);
    double[] given = a.clone();
    Cholesky cholesky = Cholesky.of(d, a);
    assertThat(cholesky.factor()).containsExactly(factor);
    assertThat(a).containsExactly(given);
    cholesky.factor()[0] = 7;
    assertThat(cholesky.factor()).containsExactly(factor);
  }

  @Test
  void readsTheLowerTriangleOnly() {
    int d = 5;
    double[] a = square(d, factor(d));
    for (int i = 0; i < d; i++) {
      Arrays.fill(a, i * d + i + 1, (i + 1) * d, Double.NaN);
    }
    assertThat(Cholesky.of(d, a).factor()).containsExactly(factor(d));
  }

  /** {@code ln |A| = 2 sum ln L_ii}, and all {@code L_ii} are powers of two. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 70})
  void logDeterminant(int d) {
    double[] factor = factor(d);
    int exponents = 0;
    for (int i = 0; i < d; i++) {
      exponents += Math.getExponent(factor[i * d + i]);
    }
    double expected = 2 * exponents * Math.log(2);
    // at most d roundings of a running sum that is below the result, and one of each logarithm
    assertThat(Cholesky.of(d, square(d, factor)).logDeterminant())
        .isCloseTo(expected, within(2 * d * Math.ulp(expected)));
  }

  /** Entries of the inverse are multiples of {@code 2^-18} for d = 6: exact. */
  @Test
  void inverseOfASmallFactorIsExact() {
    int d = 6;
    double[] factor = factor(d);
    double[] inverse = Cholesky.of(d, square(d, factor)).inverseFactor();
    double[] product = new double[d * d];
    Blas.times(d, d, d, factor, inverse, product);
    assertThat(product).containsExactly(identity(d));
    for (int i = 0; i < d - 1; i++) {
      assertThat(Arrays.copyOfRange(inverse, i * d + i + 1, (i + 1) * d)).containsOnly(0.0);
    }
  }

  /** Higham, Accuracy and Stability, section 14.2: {@code |L L^-1 - I| <= d u |L| |L^-1|}. */
  @ParameterizedTest
  @ValueSource(ints = {1, 17, 70})
  void inverseFactorSolves(int d) {
    double[] factor = wellConditioned(d);
    Cholesky cholesky = Cholesky.of(d, square(d, factor));
    double[] l = cholesky.factor();
    double[] inverse = cholesky.inverseFactor();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double sum = 0;
        double size = 0;
        for (int m = 0; m < d; m++) {
          sum += l[i * d + m] * inverse[m * d + j];
          size += Math.abs(l[i * d + m] * inverse[m * d + j]);
        }
        // twice, since the sum above rounds as well
        assertThat(sum).isCloseTo(i == j ? 1 : 0, within(2 * (d + 1) * 0x1p-53 * size));
      }
    }
  }

  /** {@code tr(A^-1 L M L') = tr(M)}; for d = 6 everything is exact. */
  @Test
  void traceOfInverseTimes() {
    int d = 6;
    double[] factor = factor(d);
    double[] middle = square(d, wellConditioned(d));
    double[] left = new double[d * d];
    double[] s = new double[d * d];
    Blas.times(d, d, d, factor, middle, left);
    Blas.timesTransposed(d, d, d, left, 0, d, factor, 0, d, s, 0, d);
    double trace = 0;
    for (int i = 0; i < d; i++) {
      trace += middle[i * d + i];
    }
    double[] given = s.clone();
    double[] inverse = Cholesky.of(d, square(d, factor)).inverseFactor();
    assertThat(Cholesky.traceOfInverseTimes(d, inverse, s))
        .isCloseTo(trace, within(1e-12 * trace)); // middle has full mantissas: condition times u
    assertThat(s).containsExactly(given);
  }

  /** A from 2^-998 to 2^998: scaling rows and columns by powers of two scales the factor. */
  @ParameterizedTest
  @CsvSource({"-250, -250", "250, 250", "-250, 250", "-499, -480", "480, 499"})
  void badlyScaledMatricesLoseNothing(int least, int largest) {
    int d = 6;
    double[] factor = factor(d);
    double[] inverse = Cholesky.of(d, square(d, factor)).inverseFactor();
    double[] scaled = factor.clone();
    double[] scaledInverse = inverse.clone();
    double logDeterminant = Cholesky.of(d, square(d, factor)).logDeterminant();
    for (int i = 0; i < d; i++) {
      int exponent = least + (largest - least) * i / (d - 1);
      logDeterminant += 2 * exponent * Math.log(2);
      for (int j = 0; j < d; j++) {
        scaled[i * d + j] = Math.scalb(factor[i * d + j], exponent);
        scaledInverse[j * d + i] = Math.scalb(inverse[j * d + i], -exponent);
      }
    }
    Cholesky cholesky = Cholesky.of(d, square(d, scaled));
    assertThat(cholesky.factor()).containsExactly(scaled);
    assertThat(cholesky.inverseFactor()).containsExactly(scaledInverse);
    // d logarithms, each at most 2 * 500 ln 2 and rounded twice
    assertThat(cholesky.logDeterminant()).isCloseTo(logDeterminant, within(d * Math.ulp(4096.0)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 33, 70})
  void matricesThatAreNotPositiveDefiniteHaveNoFactor(int d) {
    assertThat(Cholesky.of(d, new double[d * d])).isNull();
    for (int pivot : new int[] {0, d / 2, d - 1}) {
      double[] indefinite = identity(d);
      indefinite[pivot * d + pivot] = -1e-9;
      assertThat(Cholesky.of(d, indefinite)).isNull();
    }
    double[] singular = new double[d * d];
    Arrays.fill(singular, 4.0); // rank one; exact, so the second pivot is exactly 0
    assertThat(Cholesky.of(d, singular) == null).isEqualTo(d > 1);
    assertThat(Cholesky.of(2, new double[] {1, 2, 2, 1})).isNull();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void numbersThatAreNotFiniteHaveNoFactorWhereverTheyAre(double bad) {
    for (int d : new int[] {1, 2, 3, 9, 70}) {
      for (int row : new int[] {0, d / 2, d - 1}) {
        for (int column : new int[] {0, row / 2, row}) {
          double[] a = square(d, factor(d));
          a[row * d + column] = bad;
          a[column * d + row] = bad;
          assertThat(Cholesky.of(d, a)).as("d %d row %d column %d", d, row, column).isNull();
        }
      }
    }
  }

  private static double[] factor(int d) {
    SplittableRandom random = new SplittableRandom(d);
    double[] factor = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        factor[i * d + j] = random.nextInt(-3, 4);
      }
      factor[i * d + i] = 1 << (1 + random.nextInt(3));
    }
    return factor;
  }

  private static double[] wellConditioned(int d) {
    SplittableRandom random = new SplittableRandom(100 + d);
    double[] factor = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        factor[i * d + j] = (random.nextDouble() - 0.5) / d;
      }
      factor[i * d + i] = 1 + random.nextDouble();
    }
    return factor;
  }

  private static double[] square(int d, double[] factor) {
    double[] a = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        for (int l = 0; l < d; l++) {
          a[i * d + j] += factor[i * d + l] * factor[j * d + l];
        }
      }
    }
    return a;
  }

  private static double[] identity(int d) {
    double[] identity = new double[d * d];
    for (int i = 0; i < d; i++) {
      identity[i * d + i] = 1;
    }
    return identity;
  }
}
