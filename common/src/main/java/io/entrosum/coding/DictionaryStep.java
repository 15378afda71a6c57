package io.entrosum.coding;

import io.entrosum.linalg.Blas;
import io.entrosum.linalg.NumericalException;
import io.entrosum.linalg.SymmetricEigen;

/**
 * The M-steps of the dictionary in closed form, for posteriors held as they are. With {@code B =
 * mean x nu'} and {@code C = mean E[z z']} the bound of a dictionary is, up to its noise, {@code 2
 * tr(W'B) - tr(W'W C)}.
 */
public final class DictionaryStep {
  /** Directions of C below this share of its largest eigenvalue are left as they were. */
  private static final double SINGULAR = 1e-13;

  private DictionaryStep() {}

  /**
   * One sweep of exact updates column by column, {@code w_h = r_h / |r_h|}, {@code r_h = b_h -
   * sum_{k != h} C_kh w_k}. Never lowers the objective, whatever its weights. Cost {@code 2 D H^2}
   * flops.
   *
   * @return row-major [D, H], unit columns
   */
  public static double[] columns(CodeSums sums, CodeParameters gatheredBy) {
    int d = gatheredBy.columns();
    int h = gatheredBy.latents();
    double[] b = sums.cross(gatheredBy);
    double[] c = sums.second();
    double[] w = gatheredBy.dictionary().clone();
    double[] column = new double[d];
    for (int i = 0; i < h; i++) {
      double square = 0;
      for (int j = 0; j < d; j++) {
        double product = Blas.dot(h, w, j * h, c, i * h) - w[j * h + i] * c[i * h + i];
        column[j] = b[j * h + i] - product;
        square += column[j] * column[j];
      }
      double norm = Math.sqrt(square);
      if (norm > 0) {
        for (int j = 0; j < d; j++) {
          w[j * h + i] = column[j] / norm;
        }
      }
    }
    return w;
  }

  /**
   * Free least squares, {@code W = B C^-1}. With its columns' norms moved into the latents it never
   * lowers the bound, but may lower an objective with other weights than 1. Cost about {@code 9 H^3
   * + 4 D H^2} flops.
   *
   * @return row-major [D, H], columns of any norm
   */
  public static double[] leastSquares(CodeSums sums, CodeParameters gatheredBy) {
    int d = gatheredBy.columns();
    int h = gatheredBy.latents();
    // W + (R - W V) C^-1, which is B C^-1
    double[] gradient = ascent(sums, gatheredBy);
    double[] step = timesInverse(d, h, gradient, sums.second());
    double[] w = gatheredBy.dictionary().clone();
    for (int i = 0; i < w.length; i++) {
      w[i] += step[i];
    }
    return w;
  }

  /** {@code R - W V = B - W C}, row-major [D, H]: the gradient but for the noise. */
  static double[] ascent(CodeSums sums, CodeParameters gatheredBy) {
    int h = gatheredBy.latents();
    double[] product = new double[sums.residualCross.length];
    Blas.times(gatheredBy.columns(), h, h, gatheredBy.dictionary(), sums.covariance, product);
    for (int i = 0; i < product.length; i++) {
      product[i] = sums.residualCross[i] - product[i];
    }
    return product;
  }

  /** {@code a C^+} for a symmetric, positive semi-definite C. */
  static double[] timesInverse(int d, int h, double[] a, double[] c) {
    SymmetricEigen eigen = SymmetricEigen.of(h, c);
    double largest = eigen.values()[h - 1];
    if (!(largest > 0)) {
      throw new NumericalException(
          "all codes are zero", "check that the data has variance, or rescale its columns");
    }
    double[] rotated = new double[Math.multiplyExact(d, h)];
    Blas.timesTransposed(d, h, h, a, 0, h, eigen.vectors(), 0, h, rotated, 0, h);
    for (int i = 0; i < h; i++) {
      double value = eigen.values()[i];
      double inverse = value > SINGULAR * largest ? 1 / value : 0;
      for (int j = 0; j < d; j++) {
        rotated[j * h + i] *= inverse;
      }
    }
    double[] result = new double[rotated.length];
    Blas.times(d, h, h, rotated, eigen.vectors(), result);
    return result;
  }
}
