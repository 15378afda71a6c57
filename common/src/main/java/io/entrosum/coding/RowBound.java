package io.entrosum.coding;

import io.entrosum.entropy.Entropies;

/** The parts of the bound that do not depend on rows, and the entropies of prior and noise. */
public final class RowBound {
  private RowBound() {}

  /** {@code H/2 ln(2 pi e) - sum_h ln(2 lambda_h) - D/2 ln(2 pi s2)}, nats a row. */
  static double constant(CodeParameters parameters) {
    double logScales = 0;
    for (double scale : parameters.scales()) {
      logScales += Math.log(2 * scale);
    }
    return Entropies.gaussian(parameters.latents(), 0)
        - logScales
        - .5 * parameters.columns() * (Entropies.LOG_TWO_PI + Math.log(parameters.noise()));
  }

  /** {@code sum_h ln(2 e lambda_h)}: the entropy of the prior, nats. */
  public static double priorEntropy(CodeParameters parameters) {
    double sum = 0;
    for (double scale : parameters.scales()) {
      sum += Math.log(2 * scale) + 1;
    }
    return sum;
  }

  /** {@code D/2 ln(2 pi e s2)}: the entropy of the noise, nats. */
  public static double noiseEntropy(CodeParameters parameters) {
    int d = parameters.columns();
    return Entropies.gaussian(d, d * Math.log(parameters.noise()));
  }
}
