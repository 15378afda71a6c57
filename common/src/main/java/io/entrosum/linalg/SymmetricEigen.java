package io.entrosum.linalg;

import dev.ludovic.netlib.lapack.LAPACK;
import java.util.Arrays;
import org.netlib.util.booleanW;
import org.netlib.util.intW;

/**
 * Eigen-decomposition of a symmetric matrix, {@code A = V diag(values) V'}.
 *
 * @param values the eigenvalues in ascending order, length d
 * @param vectors row-major {@code d x d}; row i is the unit eigenvector of {@code values[i]}
 */
@SuppressWarnings("ArrayRecordComponent") // a short-lived result; both arrays belong to the caller
public record SymmetricEigen(double[] values, double[] vectors) {

  /**
   * Decomposes a symmetric matrix; cost about {@code 9 d^3} flops.
   *
   * @param a symmetric, row-major {@code d x d}; only the lower triangle is read. Not modified.
   * @throws NumericalException if the iteration does not converge or the matrix is not finite
   */
  public static SymmetricEigen of(int d, double[] a) {
    if (!isFinite(d, a)) {
      throw failed(d); // LAPACK may return finite eigenvalues of a matrix with NaN in it
    }
    double[] vectors = Arrays.copyOf(a, d * d);
    double[] values = new double[d];
    double[] query = new double[1];
    int[] integerQuery = new int[1];
    intW info = new intW(0);
    Blas.lapack().dsyevd("V", "U", d, vectors, d, values, query, -1, integerQuery, -1, info);
    double[] work = new double[Math.max(1, (int) query[0])];
    int[] integers = new int[Math.max(1, integerQuery[0])];
    Blas.lapack()
        .dsyevd(
            "V", "U", d, vectors, d, values, work, work.length, integers, integers.length, info);
    if (info.val != 0 || !Double.isFinite(values[0]) || !Double.isFinite(values[d - 1])) {
      throw failed(d);
    }
    return new SymmetricEigen(values, vectors);
  }

  /**
   * All eigenvalues of a symmetric matrix, and the eigenvectors of the largest; cost about {@code
   * 4/3 d^3 + 4 d^2 count} flops.
   *
   * @param a symmetric, row-major {@code d x d}; only the lower triangle is read. Not modified.
   * @param count how many eigenvectors, at least 1
   * @return all values in ascending order; the rows of {@code vectors}, {@code count x d}, are the
   *     unit eigenvectors of the last {@code count} of them
   * @throws NumericalException if the iteration does not converge or the matrix is not finite
   */
  public static SymmetricEigen largest(int d, double[] a, int count) {
    if (!isFinite(d, a)) {
      throw failed(d);
    }
    LAPACK lapack = Blas.lapack();
    double[] reduced = Arrays.copyOf(a, d * d);
    double[] diagonal = new double[d];
    double[] off = new double[d];
    double[] tau = new double[d];
    intW info = new intW(0);
    double[] work = new double[64 * d];
    lapack.dsytrd("U", d, reduced, d, diagonal, off, tau, work, work.length, info);
    double[] values = diagonal.clone();
    lapack.dsterf(d, values, off.clone(), info);
    if (info.val != 0 || !Double.isFinite(values[0]) || !Double.isFinite(values[d - 1])) {
      throw failed(d);
    }
    double[] vectors = new double[count * d];
    double[] chosen = new double[d];
    intW found = new intW(0);
    lapack.dstemr(
        "V",
        "I",
        d,
        diagonal,
        off,
        0,
        0,
        d - count + 1,
        d,
        found,
        chosen,
        vectors,
        d,
        count,
        new int[2 * count],
        new booleanW(true),
        work,
        work.length,
        new int[10 * d],
        10 * d,
        info);
    if (info.val != 0 || found.val != count) {
      throw failed(d);
    }
    lapack.dormtr("L", "U", "N", d, count, reduced, d, tau, vectors, d, work, work.length, info);
    return new SymmetricEigen(values, vectors);
  }

  private static boolean isFinite(int d, double[] a) {
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        if (!Double.isFinite(a[i * d + j])) {
          return false;
        }
      }
    }
    return true;
  }

  private static NumericalException failed(int d) {
    return new NumericalException(
        "the eigen-decomposition of a matrix of order " + d + " failed",
        "look for infinite or extreme values in the data");
  }

  /** {@code V diag(values) V'}, row-major, with other eigenvalues in place of these. */
  public double[] compose(double[] replacement) {
    int d = values.length;
    double[] scaled = vectors.clone();
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        scaled[i * d + j] *= replacement[i];
      }
    }
    double[] result = new double[d * d];
    Blas.addTransposedTimes(d, d, d, vectors, scaled, result, 0);
    return result;
  }
}
