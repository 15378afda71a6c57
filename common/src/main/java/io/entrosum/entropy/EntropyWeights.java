package io.entrosum.entropy;

import java.io.Serializable;
import java.util.Locale;

/**
 * Weights on the three parts of a bound: annealing.
 *
 * <pre>
 *   objective = posterior * H[q] + prior * E_q ln p(z) + likelihood * E_q ln p(x | z)
 * </pre>
 *
 * <p>Where prior and noise scale are stationary, that is the sum of entropies with these weights
 * (arXiv 2311.01888, section 4). Only with all weights 1 is the objective a bound on the
 * log-likelihood.
 *
 * @param posterior of the entropy of posteriors, positive
 * @param prior positive; above 1 it favours sparse codes, and the objective is unbounded
 * @param likelihood positive; below 1 it flattens the objective
 */
public record EntropyWeights(double posterior, double prior, double likelihood)
    implements Serializable {
  /** No annealing: the bound itself. */
  public static final EntropyWeights ONE = new EntropyWeights(1, 1, 1);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive and finite
   */
  public EntropyWeights {
    check("posterior", posterior);
    check("prior", prior);
    check("likelihood", likelihood);
  }

  private static void check(String name, double weight) {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "annealing." + name + ": must be positive and finite but was " + weight);
    }
  }

  /** Whether the objective is the bound. */
  public boolean isOne() {
    return equals(ONE);
  }

  /** For a person, e.g. {@code prior 1.5}. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    append(text, "posterior", posterior);
    append(text, "prior", prior);
    append(text, "likelihood", likelihood);
    return text.isEmpty() ? "none" : text.toString();
  }

  private static void append(StringBuilder text, String name, double weight) {
    if (weight != 1) {
      text.append(text.isEmpty() ? "" : ", ").append(name);
      text.append(String.format(Locale.ROOT, " %.4g", weight));
    }
  }
}
