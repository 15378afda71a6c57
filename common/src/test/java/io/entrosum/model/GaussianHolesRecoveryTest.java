package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.train.LocalPass;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * With a fifth of all values deleted at random, the maximum is within three standard errors of that
 * of the complete data.
 *
 * <p>An estimate from {@code N_o} of N values has the complete one's error and an independent one,
 * so the variance of their difference is {@code v (1 / N_o - 1 / N)}, v the variance of one value:
 * {@code Sigma_jj} for a mean, {@code Sigma_ii Sigma_jj + Sigma_ij^2} for an entry of a covariance,
 * {@code pi (1 - pi)} for a weight. {@code N_o} counts rows that have the column, both columns, any
 * column: maximum likelihood has at least the precision of an estimate from these alone. Components
 * are so far apart that each value tells which it is from.
 */
class GaussianHolesRecoveryTest {
  private static final int N = 4000;
  private static final int D = 4;

  private final Random random = new Random(20);
  private double[][] complete = new double[0][];
  private double[][] holes = new double[0][];
  private int[] from = new int[0];

  private void draw(CovarianceType type, int k) {
    complete = new double[N][D];
    holes = new double[N][D];
    from = new int[N];
    double correlated = type == CovarianceType.FULL || type == CovarianceType.TIED ? .8 : 0;
    for (int n = 0; n < N; n++) {
      from[n] = n % 4 % k;
      double common = random.nextGaussian();
      for (int j = 0; j < D; j++) {
        double scale = type == CovarianceType.DIAGONAL ? .5 + .2 * j : 1;
        complete[n][j] =
            mean(from[n], j) + correlated * common + .6 * scale * random.nextGaussian();
        holes[n][j] = random.nextDouble() < .2 ? Double.NaN : complete[n][j];
      }
    }
  }

  private static double mean(int c, int j) {
    return 20 * c * (j % 2 == 0 ? 1 : -1);
  }

  private static Mixture maximum(CovarianceType type, int k, double[][] rows) {
    double[] means = new double[k * D];
    for (int i = 0; i < means.length; i++) {
      means[i] = mean(i / D, i % D) + .5;
    }
    double[] weights = new double[k];
    Arrays.fill(weights, 1.0 / k);
    Mixture model =
        new Mixture(
            weights,
            GaussianComponents.at(
                type, k, D, means, GaussianMixtureContract.ones(D), CovarianceFloor.none(D)));
    LocalPass pass = new LocalPass(List.of(Block.ofRows(rows)));
    for (int i = 0; i < 100; i++) {
      model = model.mStep(pass.eStep(model, "test")).model();
    }
    return model;
  }

  /** Rows of component c, of any if c is -1, that have both columns. */
  private double having(double[][] rows, int c, int i, int j) {
    double count = 0;
    for (int n = 0; n < N; n++) {
      boolean counts = (c < 0 || from[n] == c) && !Double.isNaN(rows[n][i] + rows[n][j]);
      count += counts ? 1 : 0;
    }
    return count;
  }

  private static double threeErrors(double variance, double observed, double all) {
    return 3 * Math.sqrt(variance * (1 / observed - 1 / all));
  }

  @ParameterizedTest
  @EnumSource
  void oneComponent(CovarianceType type) {
    recovers(type, 1);
  }

  @ParameterizedTest
  @EnumSource
  void threeComponents(CovarianceType type) {
    recovers(type, 3);
  }

  private void recovers(CovarianceType type, int k) {
    draw(type, k);
    Mixture expected = maximum(type, k, complete);
    Mixture found = maximum(type, k, holes);
    GaussianComponents truth = (GaussianComponents) expected.components();
    GaussianComponents components = (GaussianComponents) found.components();
    double any =
        Arrays.stream(holes).filter(row -> !Arrays.stream(row).allMatch(Double::isNaN)).count();
    for (int c = 0; c < k; c++) {
      double pi = expected.weights()[c];
      assertThat(found.weights()[c])
          .isCloseTo(pi, within(1e-12 + threeErrors(pi * (1 - pi), any, N)));
      double[] sigma = truth.covariance(c);
      for (int i = 0; i < D; i++) {
        double error = threeErrors(sigma[i * D + i], having(holes, c, i, i), N * pi);
        assertThat(components.means()[c * D + i])
            .isCloseTo(truth.means()[c * D + i], within(error));
        covariancesRecovered(type == CovarianceType.TIED ? -1 : c, c, i, sigma, components);
      }
    }
  }

  private void covariancesRecovered(
      int counted, int c, int i, double[] sigma, GaussianComponents found) {
    for (int j = 0; j < D; j++) {
      double product = sigma[i * D + i] * sigma[j * D + j];
      double error =
          threeErrors(
              product + sigma[i * D + j] * sigma[i * D + j],
              having(holes, counted, i, j),
              having(complete, counted, i, j));
      assertThat(found.covariance(c)[i * D + j]).isCloseTo(sigma[i * D + j], within(error));
    }
  }
}
