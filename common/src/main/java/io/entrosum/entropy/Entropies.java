package io.entrosum.entropy;

/** Closed-form entropies, in nats. */
public final class Entropies {
  /** {@code ln(2 pi)}. */
  public static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  private Entropies() {}

  /** Entropy of a categorical distribution, {@code - sum p ln p} with {@code 0 ln 0 = 0}. */
  public static double categorical(double[] probabilities) {
    double sum = 0;
    for (double p : probabilities) {
      if (p > 0) {
        sum -= p * Math.log(p);
      }
    }
    return sum;
  }

  /**
   * Differential entropy of a Gaussian, {@code (d ln(2 pi e) + ln |Sigma|) / 2}.
   *
   * @param logDeterminant {@code ln |Sigma|}
   */
  public static double gaussian(int dimensions, double logDeterminant) {
    return 0.5 * (dimensions * (LOG_TWO_PI + 1) + logDeterminant);
  }
}
