package io.entrosum.belief;

import java.io.Serializable;

/**
 * How far the states of a row are sought in an E-step: how many of them have their neighbours
 * tried, the best first.
 *
 * @param rounds from where the E-step before left them
 * @param coldRounds from nothing
 */
public record StateSearch(int rounds, int coldRounds) implements Serializable {
  /** In training. */
  public static final StateSearch TRAINING = new StateSearch(2, 40);

  /** For figures that are reported. */
  public static final StateSearch EXACT = new StateSearch(20, 100);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public StateSearch {
    if (rounds < 0 || coldRounds < 0) {
      throw new IllegalArgumentException(
          "posterior-rounds: must be >= 0 but were " + rounds + " and " + coldRounds);
    }
  }
}
