package io.entrosum.model;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import java.util.Random;

/**
 * The reference problem for Gaussian mixtures: 600 rows of two columns from three components, drawn
 * with {@code java.util.Random(3)}, and the start of training. Its published results are in the
 * notes on mixtures ({@code common/docs/gaussian-mixture.md}).
 */
public final class ReferenceMixture {
  private static final double[] WEIGHTS = {.5, .3, .2};
  private static final double[][] MEANS = {{0, 0}, {3, 1}, {-2, 3}};
  private static final double[][] FACTORS = {{1, 0, .5, .8}, {.5, 0, 0, 1.2}, {.7, 0, -.4, .5}};

  private ReferenceMixture() {}

  /** The 600 rows. */
  public static double[][] rows() {
    Random random = new Random(3);
    double[][] rows = new double[600][2];
    for (double[] row : rows) {
      double u = random.nextDouble();
      int c = u < WEIGHTS[0] ? 0 : u < WEIGHTS[0] + WEIGHTS[1] ? 1 : 2;
      double g0 = random.nextGaussian();
      double g1 = random.nextGaussian();
      row[0] = MEANS[c][0] + FACTORS[c][0] * g0 + FACTORS[c][1] * g1;
      row[1] = MEANS[c][1] + FACTORS[c][2] * g0 + FACTORS[c][3] * g1;
    }
    return rows;
  }

  /** Equal weights, unit covariances, means (0, 1), (2, 0), (-1, 2). */
  public static Mixture start(CovarianceType type) {
    return new Mixture(
        new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0},
        GaussianComponents.at(
            type,
            3,
            2,
            new double[] {0, 1, 2, 0, -1, 2},
            new double[] {1, 1},
            CovarianceFloor.none(2)));
  }
}
