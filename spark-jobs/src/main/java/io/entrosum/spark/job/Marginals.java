package io.entrosum.spark.job;

import io.entrosum.family.Components;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.GaussianComponents;
import java.util.Optional;

/**
 * The means and variances of Gaussian components in their single columns.
 *
 * @param columns D
 * @param means row-major [K, D]
 * @param variances row-major [K, D]
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record Marginals(int columns, double[] means, double[] variances) {
  /** Those of Gaussian components or factor analysers; nothing of others. Cost: a copy of them. */
  static Optional<Marginals> of(Components components) {
    int k = components.count();
    int d = components.dimensions();
    double[] variances = new double[k * d];
    if (components instanceof FactorComponents factors) {
      for (int at = 0; at < variances.length; at++) {
        variances[at] = factors.variance(at / d, at % d);
      }
      return Optional.of(new Marginals(d, factors.means(), variances));
    }
    if (!(components instanceof GaussianComponents gaussian)) {
      return Optional.empty();
    }
    double[] all = gaussian.covariances();
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < d; j++) {
        variances[c * d + j] =
            switch (gaussian.covarianceType()) {
              case FULL -> all[(c * d + j) * d + j];
              case TIED -> all[j * d + j];
              case DIAGONAL -> all[c * d + j];
              case SPHERICAL -> all[c];
            };
      }
    }
    return Optional.of(new Marginals(d, gaussian.means(), variances));
  }

  /** The density of a value in a column, under a component. */
  double density(int c, int j, double x) {
    int at = c * columns + j;
    double off = x - means[at];
    return Math.exp(-off * off / (2 * variances[at])) / Math.sqrt(2 * Math.PI * variances[at]);
  }
}
