package io.entrosum.coding;

import io.entrosum.entropy.EntropyWeights;
import io.entrosum.linalg.Cholesky;
import java.util.Objects;

/**
 * The objective of sparse coding, written down term by term from the formula (arXiv 2311.01888,
 * section 2 of the notes) for posteriors given as plain means and covariance matrices. Slow, and
 * shares nothing with the kernels but the Cholesky factor.
 */
final class PlainObjective {
  final double[][] x;
  final double[][] means;
  final double[][] covariances; // row-major [H, H] each

  PlainObjective(double[][] x, double[][] means, double[][] covariances) {
    this.x = x;
    this.means = means;
    this.covariances = covariances;
  }

  /** {@code E|z|} by Simpson's rule, 4,000 intervals over 12 deviations either side. */
  static double meanAbsolute(double nu, double s) {
    if (Math.abs(nu) > 12 * s) {
      return Math.abs(nu);
    }
    // split where |z| has its corner
    return simpson(nu, s, nu - 12 * s, 0) + simpson(nu, s, 0, nu + 12 * s);
  }

  private static double simpson(double nu, double s, double from, double to) {
    int n = 4000;
    double h = (to - from) / n;
    double sum = 0;
    for (int i = 0; i <= n; i++) {
      double z = from + i * h;
      double a = (z - nu) / s;
      double f = Math.abs(z) * Math.exp(-.5 * a * a) / (s * Math.sqrt(2 * Math.PI));
      sum += f * (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2);
    }
    return sum * h / 3;
  }

  /** {@code A}, [H], by the closed form of the mean of a folded normal. */
  double[] absolutes() {
    int h = means[0].length;
    double[] a = new double[h];
    for (int n = 0; n < x.length; n++) {
      for (int i = 0; i < h; i++) {
        a[i] += FoldedNormal.mean(means[n][i], Math.sqrt(covariances[n][i * h + i])) / x.length;
      }
    }
    return a;
  }

  /** {@code S} for a dictionary of any norms, row-major [D, H]. */
  double noise(double[] w) {
    int d = x[0].length;
    int h = means[0].length;
    double sum = 0;
    for (int n = 0; n < x.length; n++) {
      for (int j = 0; j < d; j++) {
        double r = x[n][j];
        double spread = 0;
        for (int i = 0; i < h; i++) {
          r -= w[j * h + i] * means[n][i];
          for (int k = 0; k < h; k++) {
            spread += w[j * h + i] * covariances[n][i * h + k] * w[j * h + k];
          }
        }
        sum += r * r + spread;
      }
    }
    return sum / (x.length * (double) d);
  }

  /** Mean over rows. */
  double value(double[] w, double[] scales, double noise, EntropyWeights weights) {
    int d = x[0].length;
    int h = means[0].length;
    double entropy = 0;
    for (int n = 0; n < x.length; n++) {
      Cholesky factor = Objects.requireNonNull(Cholesky.of(h, covariances[n]));
      entropy += .5 * (factor.logDeterminant() + h * (Math.log(2 * Math.PI) + 1)) / x.length;
    }
    double[] a = absolutes();
    double prior = 0;
    for (int i = 0; i < h; i++) {
      prior -= Math.log(2 * scales[i]) + a[i] / scales[i];
    }
    double likelihood = -.5 * d * Math.log(2 * Math.PI * noise) - .5 * d * noise(w) / noise;
    return weights.posterior() * entropy
        + weights.prior() * prior
        + weights.likelihood() * likelihood;
  }

  /** The profiled objective: scales and noise at their optimum. */
  double profiled(double[] w, EntropyWeights weights) {
    return value(w, absolutes(), noise(w), weights);
  }
}
