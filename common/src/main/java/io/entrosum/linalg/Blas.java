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
  /**
   * Rows of a panel of a triangular matrix. Products with panels do the work of a triangular
   * product and waste only the corners on the diagonal.
   */
  public static final int PANEL = 16;

  /** The most rows of stacked panels in one product. */
  private static final int STACKED_ROWS = 512;

  /** Up to this m * n * k, OpenBLAS for AVX-512 multiplies matrices where they are. */
  private static final int SMALL_PRODUCT = 1_000_000;

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
    times(n, m, k, a, 0, b, 0, c, 0);
  }

  /**
   * {@code c[n x m] = a[n x k] * b[k x m]}, all row-major and densely packed, from offsets on.
   *
   * @param c Modified. Overwritten.
   */
  public static void times(
      int n,
      int m,
      int k,
      double[] a,
      int aOffset,
      double[] b,
      int bOffset,
      double[] c,
      int cOffset) {
    B.dgemm("N", "N", m, n, k, 1.0, b, bOffset, m, a, aOffset, k, 0.0, c, cOffset, m);
  }

  /**
   * How many rows of {@code d} columns to hand to a kernel that works in panels, between 32 and
   * 512: as many as keep a product with one panel small.
   */
  public static int panelRows(int d) {
    long fit = SMALL_PRODUCT / (PANEL * (long) d);
    return (int) Math.max(32, Math.min(512, fit - fit % 8));
  }

  /**
   * How many panels to multiply in one product. Where small products are computed without copying
   * operands into buffers, one panel at a time is fastest; elsewhere many, stacked. Measured at 256
   * columns on two busy threads, GFLOP/s, the copying kernels in brackets: one panel 52 (16),
   * stacked 37 (37), a square dgemm 50 (49).
   */
  public static int stackedPanels() {
    return BACKEND.smallProductsInPlace ? 1 : STACKED_ROWS / PANEL;
  }

  /**
   * {@code c[m x k] += a[n x m]' * b[n x k]}, row-major, densely packed.
   *
   * @param c Modified. Added to.
   */
  public static void addTransposedTimes(
      int n, int m, int k, double[] a, double[] b, double[] c, int cOffset) {
    addTransposedTimes(n, m, k, a, b, k, c, cOffset, k);
  }

  /**
   * {@code c[m x k] += a[n x m]' * b[n x k]}, row-major, {@code b} and {@code c} with leading
   * dimensions (row strides).
   *
   * @param c Modified. Added to.
   */
  public static void addTransposedTimes(
      int n,
      int m,
      int k,
      double[] a,
      double[] b,
      int bStride,
      double[] c,
      int cOffset,
      int cStride) {
    B.dgemm("N", "T", k, m, n, 1.0, b, 0, bStride, a, 0, m, 1.0, c, cOffset, cStride);
  }

  /**
   * {@code c[n x m] -= a[n x k] * b[m x k]'}, all row-major and densely packed.
   *
   * @param c Modified. Subtracted from.
   */
  public static void subtractTimesTransposed(
      int n, int m, int k, double[] a, double[] b, double[] c) {
    B.dgemm("T", "N", m, n, k, -1.0, b, k, a, k, 1.0, c, m);
  }

  /**
   * {@code c[d x k] = a * b[d x k]} for a symmetric {@code a [d x d]} of which the upper triangle
   * is read; row-major, densely packed.
   *
   * @param c Modified. Overwritten.
   */
  public static void symmetricTimes(int d, int k, double[] a, double[] b, double[] c) {
    // column-major: c' = b' a, with the row-major upper triangle being the lower one
    B.dsymm("R", "L", k, d, 1.0, a, d, b, k, 0.0, c, k);
  }

  /** How many rows of {@code d} columns to hand to {@link #addGram}. */
  public static int gramRows(int d) {
    return panelRows(d);
  }

  /**
   * {@code c += z' * z} for row-major {@code z [n x d]}: entries {@code c[i * d + j]} with {@code j
   * >= i}, the upper triangle. What is below it is unspecified afterwards.
   *
   * <p>Where BLAS is native, in panels, best for about {@link #panelRows} rows: at 256 columns on
   * two busy threads 44 GFLOP/s (28 with copying kernels) where dsyrk has 15 (19), and more so at
   * 64. In Java a general product is several times faster than anything else in spite of twice the
   * work.
   *
   * @param c Modified. Added to.
   */
  public static void addGram(int n, int d, double[] z, double[] c, int cOffset) {
    int height = !BACKEND.isNative ? d : BACKEND.smallProductsInPlace ? PANEL : 2 * PANEL;
    for (int row = 0; row < d; row += height) {
      int rows = Math.min(height, d - row);
      int at = cOffset + row * d + row;
      B.dgemm("N", "T", d - row, rows, n, 1.0, z, row, d, z, row, d, 1.0, c, at, d);
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
