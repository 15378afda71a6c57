package io.entrosum.train;

/**
 * When training ends.
 *
 * <p>Expectation maximisation converges linearly: each change of the bound is about {@code rho}
 * times the one before, so what is still missing after a change is about {@code change * rho / (1 -
 * rho)} (Aitken). Training has converged when both the last change and that estimate are at most
 * {@code tolerance * max(1, |bound|)}. A slow creep, whose changes are small but whose sum is not,
 * is so not taken for convergence.
 *
 * @param maxIterations the most iterations, at least 0: M-steps, or the passes of steps, those of
 *     refused ones among them
 * @param tolerance on the relative change of the mean bound per unit of weight, at least 0
 */
public record StoppingRule(int maxIterations, double tolerance) {
  /** The most iterations where nothing else is said. */
  public static final int DEFAULT_MAX_ITERATIONS = 200;

  /** The tolerance where nothing else is said. */
  public static final double DEFAULT_TOLERANCE = 1e-6;

  /** A fall of the bound, relative to its size, that rounding may explain. */
  private static final double ROUNDING = 1e-10;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public StoppingRule {
    if (maxIterations < 0) {
      throw new IllegalArgumentException("max-iterations: must be >= 0 but was " + maxIterations);
    }
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance: must be >= 0 but was " + tolerance);
    }
  }

  /** Whether the bound has settled, given its last change and the one before (NaN if none). */
  boolean converged(double bound, double change, double changeBefore) {
    double limit = tolerance * Math.max(1, Math.abs(bound));
    if (!(Math.abs(change) <= limit)) {
      return false;
    }
    double rounding = ROUNDING * Math.max(1, Math.abs(bound));
    if (Math.abs(change) <= Math.min(rounding, limit)) {
      return true;
    }
    double rate = change / changeBefore;
    if (!(rate > 0)) {
      return true; // one change only, or rounding noise
    }
    return rate < 1 && change * rate / (1 - rate) <= limit;
  }

  /** Whether the bound fell by more than rounding explains. */
  boolean fell(double bound, double change) {
    return change < -ROUNDING * Math.max(1, Math.abs(bound));
  }
}
