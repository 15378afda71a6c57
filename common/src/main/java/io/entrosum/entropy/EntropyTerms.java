package io.entrosum.entropy;

import java.io.Serializable;

/**
 * A bound and the entropies that it becomes, all in nats, means per unit of weight (per row where
 * rows have no weights).
 *
 * <p>At every point where the prior and the scale of the observation model are at their optimum for
 * the given posteriors, the bound equals {@link #entropySum()}; elsewhere {@link #gap()} says by
 * how much it does not (entropy-sum theorem, arXiv 2501.09022; the gap identity is derived in the
 * notes of each model).
 *
 * @param bound the evidence lower bound; the mean log-likelihood where posteriors are exact
 * @param posterior mean entropy of the posteriors of all that is latent
 * @param prior entropy of the prior
 * @param observation expected (pseudo-)entropy of the observation model
 * @param baseMeasure expected log base measure; 0 for families whose base measure is constant
 * @param assignment the part of {@code posterior} that is the entropy of the assignments to
 *     components; the rest is that of other latent variables given these: factors, missing values
 */
public record EntropyTerms(
    double bound,
    double posterior,
    double prior,
    double observation,
    double baseMeasure,
    double assignment)
    implements Serializable {
  /** Terms of a model whose only latent variables are assignments to components. */
  public EntropyTerms(
      double bound, double posterior, double prior, double observation, double baseMeasure) {
    this(bound, posterior, prior, observation, baseMeasure, posterior);
  }

  /** {@code posterior - prior - observation + baseMeasure}. */
  public double entropySum() {
    return posterior - prior - observation + baseMeasure;
  }

  /** {@code bound - entropySum}: how far from stationary. */
  public double gap() {
    return bound - entropySum();
  }
}
