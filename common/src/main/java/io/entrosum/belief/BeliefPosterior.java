package io.entrosum.belief;

import java.io.Serializable;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The family of the posteriors of a sigmoid belief network.
 *
 * @param type which family
 * @param states the number of states that a truncated posterior of a row keeps; 0 for the others
 */
public record BeliefPosterior(Type type, int states) implements Serializable {
  /** The exact posterior, over all states. */
  public static final BeliefPosterior EXACT = new BeliefPosterior(Type.EXACT, 0);

  /** A product of independent latents. */
  public static final BeliefPosterior MEAN_FIELD = new BeliefPosterior(Type.MEAN_FIELD, 0);

  /** How many states a truncated posterior keeps where nothing else is said. */
  public static final int DEFAULT_STATES = 40;

  /** The most latents of networks whose states are all listed. */
  public static final int MOST_LISTED = EnumeratedStates.MOST_LATENTS;

  /** The families. */
  public enum Type {
    /** {@code q_n(z) = p(z | x_n)}; the bound is the log-likelihood. */
    EXACT,
    /** {@code q_n(z) = prod_h Bernoulli(z_h; m_nh)}, expectations over all states. */
    MEAN_FIELD,
    /** {@code q_n(z) = p(z | x_n)} within a set of states of each row, and 0 elsewhere. */
    TRUNCATED;

    /** The name in configurations. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a truncated posterior keeps no state, or another one some
   */
  public BeliefPosterior {
    if (type == Type.TRUNCATED ? states < 1 : states != 0) {
      throw new IllegalArgumentException(
          "posterior-states: must be >= 1 for truncated posteriors, and 0 for others, but was "
              + states
              + " for "
              + type.label());
    }
  }

  /** A truncated posterior of some states. */
  public static BeliefPosterior truncated(int states) {
    return new BeliefPosterior(Type.TRUNCATED, states);
  }

  /** Whether all states are listed. */
  public boolean listsAll() {
    return type != Type.TRUNCATED;
  }

  /**
   * What is wrong with a number of latents.
   *
   * @return null if nothing is
   */
  public @Nullable String problem(int latents) {
    return listsAll() && latents > MOST_LISTED
        ? "must be at most "
            + MOST_LISTED
            + " in all for posterior = "
            + type.label()
            + ", which goes over all states, but was "
            + latents
            + " (posterior = truncated)"
        : null;
  }
}
