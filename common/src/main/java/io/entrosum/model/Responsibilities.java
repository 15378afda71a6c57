package io.entrosum.model;

/**
 * Turns the log densities of a row into responsibilities, its log density and the entropy of its
 * posterior, in log space.
 *
 * <p>With {@code a_c = ln pi_c + ln p(x | c)} and {@code t_c = a_c - max a}: {@code s = sum exp
 * t_c}, {@code r_c = exp(t_c) / s}, {@code ln p(x) = max a + ln s}, and {@code H[r] = ln s - sum
 * r_c t_c}, which has no cancellation however far from zero the {@code a_c} are.
 */
final class Responsibilities {
  /**
   * What the truncated posteriors of a row may lack at most: components with a responsibility below
   * {@value} / K are given 0.
   */
  static final double NEGLIGIBLE = 1e-13;

  /** exp of anything less is zero in double precision. */
  private static final double UNDERFLOW = -746;

  private final double[] logWeights;
  private final double least;
  private double entropy;

  private Responsibilities(double[] logWeights, double least) {
    this.logWeights = logWeights;
    this.least = least;
  }

  /** The posteriors to the last digit: for scores. */
  static Responsibilities exact(double[] logWeights) {
    return new Responsibilities(logWeights, UNDERFLOW);
  }

  /**
   * Truncated posteriors, renormalised: for training, where components without responsibility cost
   * nothing in the M-step.
   *
   * <p>They are variational posteriors like any others, so the bound remains a bound and equal to
   * its entropy sum. It is below the log-likelihood by {@code -ln(1 - dropped)}, at most 1e-13 a
   * row.
   */
  static Responsibilities truncated(double[] logWeights) {
    return new Responsibilities(logWeights, Math.log(NEGLIGIBLE / logWeights.length));
  }

  /**
   * Normalises one row.
   *
   * @param a Modified. In: {@code ln p(x | c)} from {@code at} on; out: responsibilities.
   * @return {@code ln p(x)}; not finite if no component explains the row
   */
  double normalise(double[] a, int at) {
    int k = logWeights.length;
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < k; c++) {
      double joint = a[at + c] + logWeights[c];
      a[at + c] = joint;
      max = joint > max ? joint : max;
    }
    double sum = 0;
    double product = 0;
    for (int c = 0; c < k; c++) {
      double t = a[at + c] - max;
      double e = t < least ? 0 : Math.exp(t);
      sum += e;
      product += e == 0 ? 0 : e * t;
      a[at + c] = e;
    }
    for (int c = 0; c < k; c++) {
      a[at + c] /= sum;
    }
    double logSum = Math.log(sum);
    entropy = logSum - product / sum;
    return max + logSum;
  }

  /** The entropy of the responsibilities of the last row, nats, at least 0. */
  double entropy() {
    return entropy;
  }
}
