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

  /** Values of a chunk of rows for {@link #addGram}: 1 MiB. */
  private static final int GRAM_VALUES = 1 << 17;

  /** Up to this m * n * k, OpenBLAS for AVX-512 multiplies matrices where they are. */
  private static final int SMALL_PRODUCT = 1_000_000;

  private static final BlasBackend BACKEND = Uninterrupted.call("load BLAS", BlasBackend::select);
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

  /**
   * How many rows of {@code d} columns to hand to {@link #addGram}, at least 128 where that copies
   * its operands anyway: at 1024 columns 128 rows have 36 GFLOP/s, 512 rows 42.
   */
  public static int gramRows(int d) {
    return BACKEND.smallProductsInPlace
        ? panelRows(d)
        : Math.max(128, Math.min(512, GRAM_VALUES / d));
  }

  /**
   * {@code c += z' * z} for row-major {@code z [n x d]}: entries {@code c[i * d + j]} with {@code j
   * >= i}, the upper triangle. What is below it is unspecified afterwards.
   *
   * <p>The fastest way depends on the processor. With the kernels for AVX-512, which multiply small
   * matrices where they are, panels of {@link #PANEL} rows: at 256 columns on two busy threads 44
   * GFLOP/s where dsyrk has 15. With those for AVX2 it is dsyrk, measured on a processor that has
   * no more (Zen 3; GFLOP/s of the triangle, 64, 256 and 1024 columns): dsyrk 19 to 26, 38 and 42,
   * panels of 16 rows 16, 21 and 25, of 32 rows 16, 26 and 31, of 128 rows -, 27 and 30. In Java a
   * general product is several times faster than anything else in spite of twice the work.
   *
   * @param c Modified. Added to.
   */
  public static void addGram(int n, int d, double[] z, double[] c, int cOffset) {
    if (BACKEND.isNative && !BACKEND.smallProductsInPlace) {
      B.dsyrk("L", "N", d, n, 1.0, z, 0, d, 1.0, c, cOffset, d);
      return;
    }
    int height = BACKEND.isNative ? PANEL : d;
    for (int row = 0; row < d; row += height) {
      int rows = Math.min(height, d - row);
      int at = cOffset + row * d + row;
      B.dgemm("N", "T", d - row, rows, n, 1.0, z, row, d, z, row, d, 1.0, c, at, d);
    }
  }

  /**
   * {@code sum += z' * weights} for row-major {@code z [n x d]}: the weighted sum of its rows.
   *
   * @param sum Modified. Added to.
   */
  public static void addRows(int n, int d, double[] weights, double[] z, double[] sum) {
    B.dgemv("N", d, n, 1.0, z, d, weights, 1, 1.0, sum, 1);
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
