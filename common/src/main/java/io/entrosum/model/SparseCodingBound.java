package io.entrosum.model;

import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.CodeSums;
import io.entrosum.coding.RowBound;
import io.entrosum.entropy.Entropies;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.entropy.EntropyWeights;

/**
 * The bound of sparse coding from the sums of an E-step, nats per unit of weight: entropies, and
 * what scales and noise miss of their optimum.
 */
record SparseCodingBound(CodeParameters parameters, CodeSums sums) {
  EntropyTerms terms() {
    double posterior = posteriorEntropy();
    double prior = RowBound.priorEntropy(parameters);
    double noise = RowBound.noiseEntropy(parameters);
    return new EntropyTerms(
        posterior - prior - noise - misfitPrior() - misfitNoise(), posterior, prior, noise, 0, 0);
  }

  /**
   * The bound where scales and noise are at their optimum for the posteriors: entropies alone.
   *
   * @param stretch {@code sum_h ln c_h} of the norms that have moved into the latents
   */
  EntropyTerms atOptimum(double stretch) {
    double posterior = posteriorEntropy() + stretch;
    double prior = RowBound.priorEntropy(parameters);
    double noise = RowBound.noiseEntropy(parameters);
    return new EntropyTerms(posterior - prior - noise, posterior, prior, noise, 0, 0);
  }

  /** The objective under weights; the bound where all of them are 1. */
  double weighted(EntropyWeights weights) {
    return weights.posterior() * posteriorEntropy()
        - weights.prior() * (RowBound.priorEntropy(parameters) + misfitPrior())
        - weights.likelihood() * (RowBound.noiseEntropy(parameters) + misfitNoise());
  }

  private double posteriorEntropy() {
    return Entropies.gaussian(parameters.latents(), sums.logDeterminant());
  }

  /** {@code sum_h (A_h / lambda_h - 1)}. */
  private double misfitPrior() {
    double sum = 0;
    for (int i = 0; i < parameters.latents(); i++) {
      sum += sums.absolute()[i] / parameters.scales()[i] - 1;
    }
    return sum;
  }

  /** {@code D/2 (S / s2 - 1)}. */
  private double misfitNoise() {
    return .5 * parameters.columns() * (sums.noise() / parameters.noise() - 1);
  }
}
