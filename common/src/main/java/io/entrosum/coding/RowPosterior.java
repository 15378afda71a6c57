package io.entrosum.coding;

/**
 * A candidate for the posterior of a row: deviations and what the prior says of them. Scratch
 * memory of a kernel.
 */
class RowPosterior {
  /** {@code s_h = sqrt T_hh}, [H]. */
  final double[] deviation;

  /** {@code erf(a_h / sqrt 2)}, [H]. */
  final double[] sign;

  /** {@code E|z_h|}, [H]. */
  final double[] absolute;

  /** {@code rate_h 2 phi(a_h) / s_h}, [H]. */
  final double[] curvature;

  /** {@code ln |T|}. */
  double logDeterminant;

  /** {@code tr(P T)}. */
  double trace;

  RowPosterior(int latents) {
    deviation = new double[latents];
    sign = new double[latents];
    absolute = new double[latents];
    curvature = new double[latents];
  }

  /** Sets a latent; returns {@code rate E|z|}, what the prior takes from the bound. */
  final double set(int h, double nu, double s, double rate) {
    double a = nu / s;
    double twiceDensity = FoldedNormal.twiceDensity(a);
    double erf = FoldedNormal.sign(a);
    deviation[h] = s;
    sign[h] = erf;
    absolute[h] = s * twiceDensity + nu * erf;
    curvature[h] = rate * twiceDensity / s;
    return rate * absolute[h];
  }
}
