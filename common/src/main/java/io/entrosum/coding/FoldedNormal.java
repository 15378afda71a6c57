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
 * <p>An E-step needs these a dozen times a latent and row, so they come from a table: about each of
 * {@value #NODES} nodes {@code erf(a / sqrt 2)} as a polynomial of degree {@value #DEGREE}, its
 * Taylor series, and {@code 2 phi} as the derivative of that. Both are right to 2e-16, absolute; a
 * quarter of the time that an error function and an exponential take.
 *
 * <p>Source: arXiv 2311.01888, section 3; the derivation is in the notes on sparse coding.
 */
public final class FoldedNormal {
  /** Nodes are that many to 1. */
  private static final int DENSITY = 32;

  /** Where the table ends; beyond, {@code 1 - erf} is less than 3e-19. */
  private static final int LARGEST = 9;

  private static final int NODES = LARGEST * DENSITY + 1;
  private static final int DEGREE = 8;
  private static final int STRIDE = DEGREE + 1;

  /** {@code 2 / sqrt(2 pi)}. */
  private static final double TWICE_DENSITY_AT_0 = Math.sqrt(2 / Math.PI);

  /** Coefficients of the polynomials, from the constant on, {@value #STRIDE} a node. */
  private static final double[] TABLE = table();

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
    double size = Math.abs(a);
    if (size >= LARGEST) {
      return Math.copySign(1, a);
    }
    int node = (int) (size * DENSITY + .5);
    double t = size - node * (1.0 / DENSITY);
    int at = node * STRIDE;
    double[] c = TABLE;
    double value =
        c[at]
            + t
                * (c[at + 1]
                    + t
                        * (c[at + 2]
                            + t
                                * (c[at + 3]
                                    + t
                                        * (c[at + 4]
                                            + t
                                                * (c[at + 5]
                                                    + t
                                                        * (c[at + 6]
                                                            + t * (c[at + 7] + t * c[at + 8])))))));
    return a < 0 ? -value : value;
  }

  /** {@code 2 phi(a)}. */
  public static double twiceDensity(double a) {
    double size = Math.abs(a);
    if (size >= LARGEST) {
      return TWICE_DENSITY_AT_0 * Math.exp(-.5 * a * a);
    }
    int node = (int) (size * DENSITY + .5);
    double t = size - node * (1.0 / DENSITY);
    int at = node * STRIDE;
    double[] c = TABLE;
    return c[at + 1]
        + t
            * (2 * c[at + 2]
                + t
                    * (3 * c[at + 3]
                        + t
                            * (4 * c[at + 4]
                                + t
                                    * (5 * c[at + 5]
                                        + t
                                            * (6 * c[at + 6]
                                                + t * (7 * c[at + 7] + t * 8 * c[at + 8]))))));
  }

  /**
   * The k-th derivative of {@code erf(a / sqrt 2)} is {@code 2 phi(a) (-1)^(k-1) He_(k-1)(a)}, He
   * the Hermite polynomials: {@code He_(k+1) = a He_k - k He_(k-1)}.
   */
  private static double[] table() {
    double[] table = new double[NODES * STRIDE];
    for (int node = 0; node < NODES; node++) {
      double a = (double) node / DENSITY;
      table[node * STRIDE] = Erf.value(a * Math.sqrt(.5));
      double scale = TWICE_DENSITY_AT_0 * Math.exp(-.5 * a * a);
      double hermite = 1;
      double before = 0;
      for (int k = 1; k <= DEGREE; k++) {
        scale /= k;
        table[node * STRIDE + k] = scale * hermite;
        double next = a * hermite - (k - 1) * before;
        before = hermite;
        hermite = next;
        scale = -scale;
      }
    }
    return table;
  }
}
