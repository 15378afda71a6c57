package io.entrosum.linalg;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.lapack.LAPACK;

/**
 * The kernels that models are built from, on row-major arrays.
 *
 * <p>A row-major {@code n x D} array is, to BLAS, a column-major {@code D x n} one; every method
 * here is stated in row-major terms and does the translation. No call is made a row: a call costs
 * about 0.2 microseconds, and the arrays are pinned while a kernel runs.
 */
public final class Blas {
  private static final BlasBackend BACKEND = BlasBackend.select();
  private static final BLAS B = BACKEND.blas;

  private Blas() {}

  /** Which implementation this JVM uses, for logs and summaries, e.g. "bundled OpenBLAS 0.3.31". */
  public static String description() {
    return BACKEND.description;
  }

  static LAPACK lapack() {
    return BACKEND.lapack;
  }

  /**
   * {@code c[n x m] = a[n x k] * b[m x k]'}, all row-major with leading dimensions (row strides).
   * The inner products of the rows of {@code a} with the rows of {@code b}.
   *
   * @param c Modified. Overwritten.
   */
  public static void timesTransposed(
      int n,
      int m,
      int k,
      double[] a,
      int aOffset,
      int aStride,
      double[] b,
      int bOffset,
      int bStride,
      double[] c,
      int cOffset,
      int cStride) {
    B.dgemm(
        "T", "N", m, n, k, 1.0, b, bOffset, bStride, a, aOffset, aStride, 0.0, c, cOffset, cStride);
  }

  /**
   * {@code c[n x m] = a[n x k] * b[k x m]}, all row-major and densely packed.
   *
   * @param c Modified. Overwritten.
   */
  public static void times(int n, int m, int k, double[] a, double[] b, double[] c) {
    B.dgemm("N", "N", m, n, k, 1.0, b, 0, m, a, 0, k, 0.0, c, 0, m);
  }

  /**
   * {@code c[m x k] += a[n x m]' * b[n x k]}, row-major, densely packed.
   *
   * @param c Modified. Added to.
   */
  public static void addTransposedTimes(
      int n, int m, int k, double[] a, double[] b, double[] c, int cOffset) {
    B.dgemm("N", "T", k, m, n, 1.0, b, 0, k, a, 0, m, 1.0, c, cOffset, k);
  }

  /**
   * {@code c += z' * z} for row-major {@code z [n x d]}: entries {@code c[i * d + j]} with {@code j
   * >= i}, the upper triangle. What is below it is unspecified afterwards.
   *
   * <p>A symmetric update (dsyrk) where BLAS is native; in Java a general product is several times
   * faster in spite of twice the work.
   *
   * @param c Modified. Added to.
   */
  public static void addGram(int n, int d, double[] z, double[] c, int cOffset) {
    if (BACKEND.isNative) {
      B.dsyrk("L", "N", d, n, 1.0, z, 0, d, 1.0, c, cOffset, d);
    } else {
      B.dgemm("N", "T", d, d, n, 1.0, z, 0, d, z, 0, d, 1.0, c, cOffset, d);
    }
  }

  /** Inner product of two runs of {@code n} numbers. */
  public static double dot(int n, double[] a, int aOffset, double[] b, int bOffset) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += a[aOffset + i] * b[bOffset + i];
      s1 += a[aOffset + i + 1] * b[bOffset + i + 1];
      s2 += a[aOffset + i + 2] * b[bOffset + i + 2];
      s3 += a[aOffset + i + 3] * b[bOffset + i + 3];
    }
    for (; i < n; i++) {
      s0 += a[aOffset + i] * b[bOffset + i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
