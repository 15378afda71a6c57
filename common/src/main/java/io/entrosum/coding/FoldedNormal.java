package io.entrosum.coding;

import org.apache.commons.numbers.gamma.Erf;

/**
 * The mean {@code E|z|} of the absolute value of {@code z ~ N(nu, s^2)}, and its derivatives: the
 * one special function of Laplace priors under Gaussian posteriors.
 *
 * <pre>
 *   E|z|       = s 2 phi(a) + nu erf(a / sqrt 2),   a = nu / s, phi the standard normal density
 *   d / d nu   = erf(a / sqrt 2)
 *   d / d s    = 2 phi(a)
 *   d2 / d nu2 = 2 phi(a) / s
 * </pre>
 *
 * <p>Source: arXiv 2311.01888, section 3; the derivation is in the notes on sparse coding.
 */
public final class FoldedNormal {
  private static final double SQRT_HALF = Math.sqrt(.5);

  /** {@code 2 / sqrt(2 pi)}. */
  private static final double TWICE_DENSITY_AT_0 = Math.sqrt(2 / Math.PI);

  private FoldedNormal() {}

  /**
   * {@code E|z|}.
   *
   * @param nu the mean
   * @param s the standard deviation, positive
   */
  public static double mean(double nu, double s) {
    double a = nu / s;
    return s * twiceDensity(a) + nu * sign(a);
  }

  /** {@code erf(a / sqrt 2)}: the mean of the sign of z, in [-1, 1]. */
  public static double sign(double a) {
    return Erf.value(a * SQRT_HALF);
  }

  /** {@code 2 phi(a)}. */
  public static double twiceDensity(double a) {
    return TWICE_DENSITY_AT_0 * Math.exp(-.5 * a * a);
  }
}
