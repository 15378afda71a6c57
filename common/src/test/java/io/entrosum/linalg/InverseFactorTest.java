package io.entrosum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inverse factors in Java and by LAPACK against the class for single matrices. */
class InverseFactorTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, InverseFactor.SMALL, InverseFactor.SMALL + 1, 60})
  void inverseDiagonalDeterminantAndSolution(int d) {
    SplittableRandom random = new SplittableRandom(d);
    InverseFactor factor = new InverseFactor(d);
    for (int repeat = 0; repeat < 3; repeat++) {
      double[] base = positive(d, random);
      double[] added = new double[d];
      Arrays.setAll(added, i -> random.nextDouble());
      double[] a = base.clone();
      for (int i = 0; i < d; i++) {
        a[i * d + i] += added[i];
      }
      Cholesky expected = Objects.requireNonNull(Cholesky.of(d, a));
      assertThat(factor.invert(base, added, 0)).isTrue();
      assertThat(factor.logDeterminant())
          .isEqualTo(expected.logDeterminant(), within(1e-11 * Math.max(1, d)));
      double[] k = new double[d * d];
      factor.copy(2, k, 0);
      double[] inverse = expected.inverseFactor();
      for (int i = 0; i < d * d; i++) {
        assertThat(k[i]).isEqualTo(2 * inverse[i], within(1e-10));
      }
      double[] x = new double[d];
      factor.solve(added, x);
      for (int i = 0; i < d; i++) {
        assertThat(Blas.dot(d, a, i * d, x, 0)).isEqualTo(added[i], within(1e-9));
      }
      double[] diagonal = new double[d];
      factor.diagonal(diagonal, 0);
      double[] unit = new double[d];
      unit[d - 1] = 1;
      factor.solve(unit, x);
      assertThat(diagonal[d - 1]).isEqualTo(x[d - 1], within(1e-11));
    }
  }

  private static double[] positive(int d, SplittableRandom random) {
    double[] z = new double[2 * d * d];
    Arrays.setAll(z, i -> random.nextGaussian());
    double[] a = new double[d * d];
    Blas.addTransposedTimes(2 * d, d, d, z, z, a, 0);
    return a;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 40})
  void whatIsNotPositiveDefinite(int d) {
    InverseFactor factor = new InverseFactor(d);
    assertThat(factor.invert(new double[d * d], new double[d], 0)).isFalse();
    double[] nan = new double[d];
    Arrays.fill(nan, Double.NaN);
    assertThat(factor.invert(new double[d * d], nan, 0)).isFalse();
    Arrays.fill(nan, 1);
    assertThat(factor.invert(new double[d * d], nan, 0)).isTrue();
    assertThat(factor.logDeterminant()).isZero();
  }
}
