package io.entrosum.family;

import io.entrosum.linalg.Blas;
import java.io.Serializable;

/**
 * Gaussian log densities as inner products with quadratic features of a row: the exponential-family
 * form of a Gaussian with a full covariance.
 *
 * <p>With {@code z = x - m}, {@code delta = mu_c - m} and {@code P = Sigma_c^-1},
 *
 * <pre>
 *   ln p(x | c) = sum_a -P_aa/2 z_a z_a + sum_{a < b} -P_ab z_a z_b + (P delta)' z
 *                 - (delta' P delta + D ln(2 pi) + ln |Sigma_c|) / 2
 * </pre>
 *
 * <p>The features {@code (z_a z_b, a <= b; z; 1)} are computed once for all components and both
 * steps; each step is then one matrix product. This is the fastest way for few columns. It expands
 * squares, so it loses about as many digits as {@code delta' P delta} has: it is used only where
 * the pivot is near every component (see {@link #MAX_DISTANCE}).
 */
final class QuadraticFeatures implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Up to this many columns, features are faster than products with factors. */
  static final int MAX_COLUMNS = 24;

  /**
   * The largest {@code delta' P delta} of a component for which features are used: they then cost
   * at most three of sixteen digits.
   */
  static final double MAX_DISTANCE = 1000;

  private final int k;
  private final int d;
  private final int width;
  private final double[] parameters;

  QuadraticFeatures(int k, int d) {
    this.k = k;
    this.d = d;
    this.width = d * (d + 1) / 2 + d + 1;
    this.parameters = new double[Math.multiplyExact(k, width)];
  }

  /** The number of features of a row. */
  int width() {
    return width;
  }

  /**
   * Sets the natural parameters of a component.
   *
   * @param inverseFactor {@code L^-1}, row-major. Not modified.
   * @param delta {@code mu_c - m} from {@code at} on. Not modified.
   * @param constant {@code D ln(2 pi) + ln |Sigma_c|}
   */
  void set(int c, double[] inverseFactor, double[] delta, int at, double constant) {
    double[] precision = new double[d * d];
    Blas.addTransposedTimes(d, d, d, inverseFactor, inverseFactor, precision, 0);
    int to = c * width;
    int linear = to + d * (d + 1) / 2;
    double square = 0;
    for (int a = 0; a < d; a++) {
      for (int b = a; b < d; b++) {
        parameters[to++] = a == b ? -0.5 * precision[a * d + a] : -precision[a * d + b];
      }
      parameters[linear + a] = Blas.dot(d, precision, a * d, delta, at);
      square += parameters[linear + a] * delta[at + a];
    }
    parameters[linear + d] = -0.5 * (square + constant);
  }

  /**
   * The features of rows.
   *
   * @param centred rows {@code z}, row-major [n, D]. Not modified.
   * @param features Modified. Overwritten; row-major [n, width].
   */
  void lift(int n, double[] centred, double[] features) {
    for (int i = 0; i < n; i++) {
      int at = i * d;
      int to = i * width;
      for (int a = 0; a < d; a++) {
        double factor = centred[at + a];
        for (int b = a; b < d; b++) {
          features[to++] = factor * centred[at + b];
        }
      }
      for (int a = 0; a < d; a++) {
        features[to++] = centred[at + a];
      }
      features[to] = 1;
    }
  }

  /** {@code out[i * K + c] = ln p(x_i | c)} from features. */
  void logDensities(int n, double[] features, double[] out) {
    Blas.timesTransposed(n, k, width, features, 0, width, parameters, 0, width, out, 0, k);
  }

  /**
   * Spreads sums of features into moments about the pivot.
   *
   * @param sums {@code sum_n r features}, [K, width]. Not modified.
   * @param s Modified. {@code sum r z} is added from {@code first} on, [K, D], and {@code sum r z
   *     z'} from {@code scatter} on, [K, D, D], upper triangles.
   */
  void addMoments(double[] sums, double[] s, int first, int scatter) {
    for (int c = 0; c < k; c++) {
      int from = c * width;
      for (int a = 0; a < d; a++) {
        for (int b = a; b < d; b++) {
          s[scatter + (c * d + a) * d + b] += sums[from++];
        }
      }
      for (int a = 0; a < d; a++) {
        s[first + c * d + a] += sums[from++];
      }
    }
  }
}
