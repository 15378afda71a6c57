package io.entrosum.coding;

import java.io.Serializable;

/**
 * How far the posterior of a row is sought in one pass. The next pass goes on from there, so that
 * few steps a pass suffice.
 *
 * @param steps the most Newton steps of a row that has a state to start from
 * @param coldSteps the most of one that has none
 * @param tolerance on what the next step would gain, nats a row: a row that would gain less is done
 */
public record SearchLimits(int steps, int coldSteps, double tolerance) implements Serializable {
  /** While training. */
  public static final SearchLimits TRAINING = new SearchLimits(3, 30, 1e-5);

  /** For figures that are reported. */
  public static final SearchLimits EXACT = new SearchLimits(200, 200, 1e-10);

  /**
   * While training, with other steps and another tolerance; {@code coldSteps} stay those of {@link
   * #TRAINING} unless {@code steps} are more.
   */
  public static SearchLimits training(int steps, double tolerance) {
    return new SearchLimits(steps, Math.max(steps, TRAINING.coldSteps()), tolerance);
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public SearchLimits {
    if (steps < 1) {
      throw new IllegalArgumentException("posterior-steps: must be >= 1 but was " + steps);
    }
    if (coldSteps < 1) {
      throw new IllegalArgumentException("posterior-cold-steps: must be >= 1 but was " + coldSteps);
    }
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("posterior-tolerance: must be >= 0 but was " + tolerance);
    }
  }
}
