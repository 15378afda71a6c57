package io.entrosum.family;

import io.entrosum.linalg.Blas;
import io.entrosum.linalg.Cholesky;
import io.entrosum.linalg.NumericalException;

/**
 * A Gaussian's missing columns m given its observed ones o, for one pattern of missing columns.
 *
 * <p>With the precision {@code P = Sigma^-1}, of which only the block of the missing columns is
 * factorised, {@code P_mm = G G'}:
 *
 * <pre>
 *   C = Sigma_mm - Sigma_mo Sigma_oo^-1 Sigma_om = P_mm^-1
 *   B = Sigma_mo Sigma_oo^-1 = -C P_mo,           E[x_m | x_o] = mu_m + B (x_o - mu_o)
 *   ln |Sigma_oo| = ln |Sigma| - ln |C|
 *   (x_o - mu_o)' Sigma_oo^-1 (x_o - mu_o) = e' P e,   e = (x_o - mu_o, B (x_o - mu_o))
 * </pre>
 *
 * <p>The last line holds since {@code e_m} minimises {@code e' P e} for a given {@code e_o}; for
 * the same reason an error of B enters there only squared.
 *
 * <p>Cost: {@code 2 q^2 D + q^3} flops for q missing columns of D, and {@code q D} numbers.
 */
final class ConditionalGaussian {
  /** {@code B}, row-major [q, D - q]. Not to be modified. */
  final double[] regression;

  /** {@code C}, row-major [q, q], symmetric. Not to be modified. */
  final double[] covariance;

  /** {@code ln |C|}. */
  final double logDeterminant;

  /**
   * The conditional distribution of a pattern.
   *
   * @param precision {@code Sigma^-1}, symmetric, row-major [D, D]. Not modified.
   * @throws NumericalException if it is not positive definite
   */
  ConditionalGaussian(int d, double[] precision, MissingPattern pattern) {
    int[] missing = pattern.missing;
    int[] observed = pattern.observed;
    int q = missing.length;
    int p = observed.length;
    Cholesky cholesky = Cholesky.of(q, select(d, precision, missing, missing));
    if (cholesky == null) {
      throw new NumericalException(
          "a precision matrix is not positive definite in " + q + " missing columns",
          "raise model.covariance-floor, or use a diagonal covariance");
    }
    double[] inverse = cholesky.inverseFactor();
    this.logDeterminant = -cholesky.logDeterminant();
    this.covariance = new double[q * q];
    Blas.addTransposedTimes(q, q, q, inverse, inverse, covariance, 0);
    this.regression = new double[q * p];
    if (p > 0) {
      Blas.times(q, p, q, covariance, select(d, precision, missing, observed), regression);
      for (int i = 0; i < regression.length; i++) {
        regression[i] = -regression[i];
      }
    }
  }

  private static double[] select(int d, double[] matrix, int[] rows, int[] columns) {
    double[] selected = new double[rows.length * columns.length];
    int to = 0;
    for (int row : rows) {
      for (int column : columns) {
        selected[to++] = matrix[row * d + column];
      }
    }
    return selected;
  }

  /** How many numbers this holds. */
  int size() {
    return regression.length + covariance.length;
  }
}
