package io.entrosum.family;

import io.entrosum.entropy.Entropies;
import io.entrosum.stats.Statistics;
import java.util.Arrays;

/**
 * The terms of the bound that depend on the prior of the factors: {@code N(0, I)} for components
 * that gathered the statistics themselves; for others {@code N(nu, A)}, its optimum, which
 * standardises the factors.
 *
 * @param of the components whose bound it is
 * @param gatherer the components whose kernel gathered the statistics
 */
record FactorBound(FactorComponents of, FactorComponents gatherer) {
  private boolean own() {
    return of == gatherer;
  }

  private FactorMoments moments(Statistics statistics, int c, double total) {
    return FactorMoments.of(statistics, c, total, of.d, of.h);
  }

  /** {@code sum_n sum_c r E[ln p(x_n | z, c) + ln p(z | c)]}, total nats. */
  double expectedLogDensity(Statistics statistics, double[] totals) {
    double sum = 0;
    for (int c = 0; c < of.k; c++) {
      if (totals[c] > 0) {
        FactorMoments moments = moments(statistics, c, totals[c]);
        double[] residuals =
            own()
                ? moments.ownResiduals(of.loadingsOf(c))
                : moments.residuals(offsets(c), of.loadingsOf(c));
        double observation = 0;
        for (int j = 0; j < of.d; j++) {
          double psi = of.noise(c, j);
          observation += Entropies.LOG_TWO_PI + Math.log(psi) + residuals[j] / psi;
        }
        double prior =
            own()
                ? of.h * Entropies.LOG_TWO_PI + moments.squaredFactors()
                : of.h * (Entropies.LOG_TWO_PI + 1) + moments.logDeterminant;
        sum += totals[c] * (observation + prior);
      }
    }
    return -0.5 * sum;
  }

  /** {@code mu_c} less that which statistics are about, [D]. */
  private double[] offsets(int c) {
    double[] offsets = new double[of.d];
    int at = c * of.d;
    Arrays.setAll(offsets, j -> of.means[at + j] - gatherer.means[at + j]);
    return offsets;
  }

  /** {@code sum_n sum_c r H[p(z | c)]}, total nats. */
  double latentPriorEntropy(Statistics statistics, double[] totals) {
    double sum = 0;
    for (int c = 0; c < of.k; c++) {
      if (totals[c] > 0) {
        double logDeterminant = own() ? 0 : moments(statistics, c, totals[c]).logDeterminant;
        sum += totals[c] * Entropies.gaussian(of.h, logDeterminant);
      }
    }
    return sum;
  }
}
