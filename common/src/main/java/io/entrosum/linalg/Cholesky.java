package io.entrosum.linalg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.netlib.util.intW;

/**
 * The Cholesky factor {@code L} of a symmetric positive definite matrix {@code A = L L'}, and its
 * inverse. All arrays are row-major {@code d x d}; factors are lower triangular with zeros above.
 */
public final class Cholesky {
  private final int d;
  private final double[] factor;

  private Cholesky(int d, double[] factor) {
    this.d = d;
    this.factor = factor;
  }

  /**
   * Factorises a symmetric matrix; cost {@code d^3 / 3} flops.
   *
   * @param a symmetric, row-major {@code d x d}; only the lower triangle is read. Not modified.
   * @return the factor, or null if the matrix is not positive definite to working precision
   */
  public static @Nullable Cholesky of(int d, double[] a) {
    double[] l = Arrays.copyOf(a, d * d);
    intW info = new intW(0);
    Blas.lapack().dpotrf("U", d, l, d, info); // column-major U is row-major L
    if (info.val != 0) {
      return null;
    }
    for (int i = 0; i < d; i++) {
      if (!Double.isFinite(l[i * d + i])) {
        return null;
      }
      Arrays.fill(l, i * d + i + 1, (i + 1) * d, 0.0);
    }
    return new Cholesky(d, l);
  }

  /** {@code L}, row-major lower triangular, a copy. */
  public double[] factor() {
    return factor.clone();
  }

  /** {@code ln |A| = 2 sum ln L_ii}. */
  public double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < d; i++) {
      sum += Math.log(factor[i * d + i]);
    }
    return 2 * sum;
  }

  /** {@code L^-1}, row-major lower triangular; cost {@code d^3 / 3} flops. */
  public double[] inverseFactor() {
    double[] inverse = factor.clone();
    intW info = new intW(0);
    Blas.lapack().dtrtri("U", "N", d, inverse, d, info);
    if (info.val != 0) {
      throw new NumericalException(
          "a Cholesky factor of order " + d + " has a zero on its diagonal",
          "raise the covariance floor");
    }
    return inverse;
  }

  /**
   * {@code tr(A^-1 S) = tr(L^-1 S L^-T)}, given {@code L^-1}; cost {@code 2 d^3} flops.
   *
   * @param s symmetric, row-major, both triangles filled. Not modified.
   */
  public static double traceOfInverseTimes(int d, double[] inverseFactor, double[] s) {
    double[] product = new double[d * d];
    Blas.times(d, d, d, inverseFactor, s, product);
    return Blas.dot(d * d, product, 0, inverseFactor, 0);
  }
}
