package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Missing values of Gaussian mixtures against the joint Gaussians: {@code Sigma_mo Sigma_oo^-1} by
 * Gauss-Jordan elimination of explicit blocks, and posteriors from densities of the same blocks.
 */
class GaussianFillTest {
  private static final int K = 2;
  private static final double[] WEIGHTS = {.35, .65};

  /** Components that overlap, of correlated columns where the shape has such; means around 50. */
  private static Mixture mixture(CovarianceType type, int d) {
    double[] means = new double[K * d];
    double[][] full = new double[K][d * d];
    for (int c = 0; c < K; c++) {
      for (int i = 0; i < d; i++) {
        means[c * d + i] = 50 + Math.sin(1 + i + 3 * c);
        for (int j = 0; j < d; j++) {
          double common = Math.cos(i + c) * Math.cos(j + c) + .5 * Math.sin(i) * Math.sin(j);
          full[c][i * d + j] = common + (i == j ? .8 + .2 * c : 0);
        }
      }
    }
    double[] covariances =
        switch (type) {
          case FULL ->
              IntStream.range(0, K).boxed().flatMapToDouble(c -> stream(full[c])).toArray();
          case TIED -> full[1];
          case DIAGONAL -> IntStream.range(0, K * d).mapToDouble(i -> .5 + i % 3).toArray();
          case SPHERICAL -> new double[] {1.5, .7};
        };
    return new Mixture(
        WEIGHTS.clone(),
        GaussianComponents.of(type, K, d, means, covariances, CovarianceFloor.none(d)));
  }

  private static DoubleStream stream(double[] values) {
    return Arrays.stream(values);
  }

  private static double[][] rows(int n, int d, double holes) {
    SplittableRandom random = new SplittableRandom(4);
    double[][] rows = new double[n][d];
    for (double[] row : rows) {
      for (int j = 0; j < d; j++) {
        row[j] = random.nextDouble() < holes ? Double.NaN : 50 + 2 * random.nextGaussian();
      }
    }
    return rows;
  }

  /** An inverse, and the logarithm of the determinant of what it is the inverse of. */
  private static final class Inverse {
    private final double[][] matrix;
    private final double logDeterminant;

    private Inverse(double[][] matrix, double logDeterminant) {
      this.matrix = matrix;
      this.logDeterminant = logDeterminant;
    }

    /** By Gauss-Jordan elimination, without pivoting: for positive definite matrices. */
    static Inverse of(double[][] a) {
      int n = a.length;
      double[][] work = new double[n][];
      for (int i = 0; i < n; i++) {
        work[i] = Arrays.copyOf(a[i], 2 * n);
        work[i][n + i] = 1;
      }
      double logDeterminant = 0;
      for (int p = 0; p < n; p++) {
        double pivot = work[p][p];
        logDeterminant += Math.log(pivot);
        for (int j = 0; j < 2 * n; j++) {
          work[p][j] /= pivot;
        }
        for (int i = 0; i < n; i++) {
          double factor = i == p ? 0 : work[i][p];
          for (int j = 0; j < 2 * n; j++) {
            work[i][j] -= factor * work[p][j];
          }
        }
      }
      double[][] inverse =
          Arrays.stream(work)
              .map(row -> Arrays.copyOfRange(row, n, 2 * n))
              .toArray(double[][]::new);
      return new Inverse(inverse, logDeterminant);
    }

    double[] times(double[] x) {
      return Arrays.stream(matrix)
          .mapToDouble(row -> IntStream.range(0, x.length).mapToDouble(j -> row[j] * x[j]).sum())
          .toArray();
    }
  }

  /** The row with its missing values replaced, by the definitions. */
  private static double[] expected(Mixture model, double[] row) {
    GaussianComponents components = (GaussianComponents) model.components();
    int d = row.length;
    int[] o = IntStream.range(0, d).filter(j -> !Double.isNaN(row[j])).toArray();
    double[][] completed = new double[K][];
    double[] joint = new double[K];
    for (int c = 0; c < K; c++) {
      double[] mu = Arrays.copyOfRange(components.means(), c * d, (c + 1) * d);
      double[] sigma = components.covariance(c);
      double[][] block =
          Arrays.stream(o)
              .mapToObj(i -> Arrays.stream(o).mapToDouble(j -> sigma[i * d + j]).toArray())
              .toArray(double[][]::new);
      Inverse inverse = Inverse.of(block);
      double[] residual = Arrays.stream(o).mapToDouble(j -> row[j] - mu[j]).toArray();
      double[] solved = inverse.times(residual);
      double distance =
          IntStream.range(0, o.length).mapToDouble(i -> residual[i] * solved[i]).sum();
      joint[c] = WEIGHTS[c] * Math.exp(-.5 * (distance + inverse.logDeterminant));
      completed[c] =
          IntStream.range(0, d)
              .mapToDouble(
                  j ->
                      IntStream.range(0, o.length)
                          .mapToDouble(i -> sigma[j * d + o[i]] * solved[i])
                          .reduce(mu[j], Double::sum))
              .toArray();
    }
    double[] filled = row.clone();
    for (int j = 0; j < d; j++) {
      if (Double.isNaN(row[j])) {
        filled[j] =
            (joint[0] * completed[0][j] + joint[1] * completed[1][j]) / (joint[0] + joint[1]);
      }
    }
    return filled;
  }

  /**
   * All eight patterns of three columns; with 40 columns, components have no quadratic features.
   */
  @ParameterizedTest
  @CsvSource({
    "FULL, 3",
    "TIED, 3",
    "DIAGONAL, 3",
    "SPHERICAL, 3",
    "FULL, 40",
    "TIED, 40",
    "DIAGONAL, 40"
  })
  void missingValuesAreConditionalMeans(CovarianceType type, int d) {
    Mixture model = mixture(type, d);
    double[][] rows = rows(200, d, .4);
    assertThat(Arrays.stream(rows).map(GaussianFillTest::pattern).distinct().count())
        .isGreaterThanOrEqualTo(d == 3 ? 8 : 150);
    double[] filled = new double[200 * d];
    model.scorer().fill(Block.ofRows(rows), new double[200 * K], new double[200], filled);
    int present = 0;
    for (int n = 0; n < rows.length; n++) {
      double[] expected = expected(model, rows[n]);
      for (int j = 0; j < d; j++) {
        if (Double.isNaN(rows[n][j])) {
          assertThat(filled[n * d + j]).isCloseTo(expected[j], within(1e-11));
        } else {
          assertThat(Double.doubleToRawLongBits(filled[n * d + j]))
              .isEqualTo(Double.doubleToRawLongBits(rows[n][j]));
          present++;
        }
      }
    }
    assertThat(present).isBetween(100 * d, 140 * d);
  }

  private static String pattern(double[] row) {
    StringBuilder pattern = new StringBuilder();
    for (double x : row) {
      pattern.append(Double.isNaN(x) ? '?' : '.');
    }
    return pattern.toString();
  }

  /** Both components have a say, and it is not that of the mixing weights. */
  @Test
  void posteriorsAreThoseOfTheObservedValues() {
    Mixture model = mixture(CovarianceType.DIAGONAL, 2);
    double[] means = ((GaussianComponents) model.components()).means();
    double[] posterior = model.scorer().score(new double[] {51, Double.NaN}).posterior();
    assertThat(posterior[0]).isBetween(.05, .95).isNotCloseTo(WEIGHTS[0], within(.1));
    assertThat(model.scorer().fill(new double[] {51, Double.NaN})[1])
        .isCloseTo(posterior[0] * means[1] + posterior[1] * means[3], within(1e-12));
    assertThat(model.scorer().fill(new double[] {Double.NaN, Double.NaN}))
        .containsExactly(
            new double[] {
              WEIGHTS[0] * means[0] + WEIGHTS[1] * means[2],
              WEIGHTS[0] * means[1] + WEIGHTS[1] * means[3]
            },
            within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(CovarianceType.class)
  void scoresAreTheSameBitsWithAndWithout(CovarianceType type) {
    Mixture model = mixture(type, 3);
    Block block = Block.ofRows(rows(300, 3, .3));
    double[][] posteriors = new double[2][300 * K];
    double[][] logDensities = new double[2][300];
    model.scorer().score(block, posteriors[0], logDensities[0]);
    model.scorer().fill(block, posteriors[1], logDensities[1], new double[900]);
    assertThat(posteriors[1]).containsExactly(posteriors[0]);
    assertThat(logDensities[1]).containsExactly(logDensities[0]);
  }

  /** More rows than fit into one chunk, and chunks without holes behind some that have them. */
  @ParameterizedTest
  @EnumSource(CovarianceType.class)
  void rowsDoNotDependOnTheirNeighbours(CovarianceType type) {
    Mixture model = mixture(type, 3);
    double[][] rows = rows(3000, 3, 0);
    for (int n = 0; n < 40; n++) {
      rows[n][n % 3] = Double.NaN;
    }
    rows[2900][1] = Double.NaN;
    double[] filled = new double[9000];
    MixtureScorer scorer = model.scorer();
    scorer.fill(Block.ofRows(rows), new double[3000 * K], new double[3000], filled);
    for (int n = 0; n < 3000; n += n < 50 ? 1 : 50) {
      assertThat(Arrays.copyOfRange(filled, 3 * n, 3 * n + 3))
          .containsExactly(expected(model, rows[n]), within(1e-11));
    }
  }

  /** Every density underflows: the mixing weights take the place of the posterior. */
  @Test
  void rowsWithoutAPosteriorAreFilledInByTheMixingWeights() {
    Mixture model = mixture(CovarianceType.DIAGONAL, 2);
    double[] means = ((GaussianComponents) model.components()).means();
    double[] row = {1e200, Double.NaN};
    assertThat(model.scorer().score(row).logDensity()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(model.scorer().fill(row)[1])
        .isCloseTo(WEIGHTS[0] * means[1] + WEIGHTS[1] * means[3], within(1e-12));
  }

  @Test
  void infiniteValuesAndWrongLengthsAreRefused() {
    MixtureScorer scorer = mixture(CovarianceType.FULL, 2).scorer();
    assertThatThrownBy(() -> scorer.fill(new double[] {Double.NaN, Double.NEGATIVE_INFINITY}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("score: column 1 is -Infinity; values must be finite");
    assertThatThrownBy(() -> scorer.fill(new double[] {1, 2, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("score: rows have 3 columns, the model has 2");
  }
}
