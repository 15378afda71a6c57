package io.entrosum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The decomposition is backward stable: residuals and eigenvalue errors are at most {@code p(d) u
 * |A|} with p a modest function (LAPACK Users' Guide, section 4.7); here p(d) = 10 d.
 */
class SymmetricEigenTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 17, 70})
  void eigenvectorsAreOrthonormalAndSolveTheEquation(int d) {
    double[] a = symmetric(d);
    double[] given = a.clone();
    SymmetricEigen eigen = SymmetricEigen.of(d, a);
    assertThat(a).containsExactly(given);
    assertThat(eigen.values()).isSorted();
    double unit = 10 * d * 0x1p-53;
    double[] v = eigen.vectors();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double product = 0;
        double residual = -eigen.values()[i] * v[i * d + j];
        for (int l = 0; l < d; l++) {
          product += v[i * d + l] * v[j * d + l];
          residual += a[j * d + l] * v[i * d + l];
        }
        assertThat(product).isCloseTo(i == j ? 1 : 0, within(unit));
        assertThat(residual).isCloseTo(0, within(unit * norm(a)));
      }
    }
  }

  /** The second difference matrix has the eigenvalues {@code 2 - 2 cos(pi i / (d + 1))}. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 40})
  void eigenvaluesOfTheSecondDifference(int d) {
    double[] a = new double[d * d];
    for (int i = 0; i < d; i++) {
      a[i * d + i] = 2;
      if (i > 0) {
        a[i * d + i - 1] = -1;
        a[(i - 1) * d + i] = -1;
      }
    }
    double[] values = SymmetricEigen.of(d, a).values();
    for (int i = 1; i <= d; i++) {
      double expected = 2 - 2 * Math.cos(Math.PI * i / (d + 1));
      assertThat(values[i - 1]).isCloseTo(expected, within(10 * d * 0x1p-53 * 4)); // |A| <= 4
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 33})
  void composesTheMatrixAndItsSquare(int d) {
    double[] a = symmetric(d);
    double[] square = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        for (int l = 0; l < d; l++) {
          square[i * d + j] += a[i * d + l] * a[l * d + j];
        }
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(d, a);
    double[] values = eigen.values().clone();
    double[] vectors = eigen.vectors().clone();
    double[] squares = Arrays.stream(values).map(x -> x * x).toArray();
    double unit = 10 * d * 0x1p-53;
    assertThat(eigen.compose(values)).containsExactly(a, within(unit * norm(a)));
    // the relative error of a square is twice that of the matrix
    assertThat(eigen.compose(squares))
        .containsExactly(square, within(2 * unit * norm(a) * norm(a)));
    assertThat(eigen.values()).containsExactly(values);
    assertThat(eigen.vectors()).containsExactly(vectors);
  }

  @Test
  void readsTheLowerTriangleOnly() {
    int d = 4;
    double[] a = symmetric(d);
    double[] lower = a.clone();
    for (int i = 0; i < d; i++) {
      Arrays.fill(lower, i * d + i + 1, (i + 1) * d, Double.NaN);
    }
    assertThat(SymmetricEigen.of(d, lower).values())
        .containsExactly(SymmetricEigen.of(d, a).values());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNotFiniteWhereverItIs(double bad) {
    for (int d = 1; d <= 5; d++) {
      for (int row = 0; row < d; row++) {
        for (int column = 0; column <= row; column++) {
          double[] dense = symmetric(d);
          double[] diagonal = new double[d * d];
          for (int i = 0; i < d; i++) {
            diagonal[i * d + i] = i + 1;
          }
          for (double[] a : new double[][] {dense, diagonal}) {
            a[row * d + column] = bad;
            a[column * d + row] = bad;
            int order = d;
            assertThatExceptionOfType(NumericalException.class)
                .as("d %d row %d column %d", d, row, column)
                .isThrownBy(() -> SymmetricEigen.of(order, a))
                .withMessage(
                    "the eigen-decomposition of a matrix of order %d failed"
                        + " (look for infinite or extreme values in the data)",
                    order);
          }
        }
      }
    }
  }

  private static double[] symmetric(int d) {
    SplittableRandom random = new SplittableRandom(d);
    double[] a = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        a[i * d + j] = random.nextDouble() - 0.5;
        a[j * d + i] = a[i * d + j];
      }
    }
    return a;
  }

  /** The Frobenius norm, at least the spectral one. */
  private static double norm(double[] a) {
    return Math.sqrt(Arrays.stream(a).map(x -> x * x).sum());
  }

  @Test
  void theLargestAreThoseOfTheWholeDecomposition() {
    Random random = new Random(4);
    for (int d : new int[] {2, 7, 60, 130}) {
      double[] a = new double[d * d];
      for (int i = 0; i < d; i++) {
        for (int j = 0; j <= i; j++) {
          a[i * d + j] = random.nextGaussian();
        }
      }
      SymmetricEigen whole = SymmetricEigen.of(d, a);
      for (int count : new int[] {1, (d + 1) / 2, d}) {
        SymmetricEigen largest = SymmetricEigen.largest(d, a, count);
        assertThat(largest.values()).containsExactly(whole.values(), within(1e-12 * d));
        for (int i = 0; i < count; i++) {
          double product =
              Blas.dot(d, largest.vectors(), i * d, whole.vectors(), (d - count + i) * d);
          assertThat(Math.abs(product)).isCloseTo(1, within(1e-9));
        }
      }
    }
  }

  @Test
  void equalEigenvaluesHaveOrthonormalVectors() {
    int d = 30;
    double[] identity = new double[d * d];
    for (int i = 0; i < d; i++) {
      identity[i * d + i] = 2;
    }
    SymmetricEigen largest = SymmetricEigen.largest(d, identity, 5);
    assertThat(largest.values()).containsOnly(2.0);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        assertThat(Blas.dot(d, largest.vectors(), i * d, largest.vectors(), j * d))
            .isCloseTo(i == j ? 1 : 0, within(1e-14));
      }
    }
  }

  @Test
  void theLargestOfWhatIsNotFiniteAreRefused() {
    assertThatThrownBy(() -> SymmetricEigen.largest(2, new double[] {1, 0, Double.NaN, 1}, 1))
        .isInstanceOf(NumericalException.class);
  }
}
