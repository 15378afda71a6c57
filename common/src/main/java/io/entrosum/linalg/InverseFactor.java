package io.entrosum.linalg;

import org.netlib.util.intW;

/**
 * The inverse Cholesky factors of many positive definite matrices of one order, one after the
 * other: {@code K = L^-1} with {@code A = L L'}, so that {@code A^-1 = K' K}. Works in scratch
 * memory of its own and allocates nothing a matrix; for one thread.
 *
 * <p>Matrices up to the order {@value #SMALL} are factorised in Java, where a call into LAPACK
 * costs more than the arithmetic; larger ones by dpotrf and dtrtri.
 */
public final class InverseFactor {
  /** Up to this order plain loops are faster. */
  static final int SMALL = 24;

  private final int d;
  private final double[] k;
  private final double[] column;
  private final intW info = new intW(0);
  private double logDeterminant;

  /** For matrices of order {@code d}. */
  public InverseFactor(int d) {
    this.d = d;
    this.k = new double[Math.multiplyExact(d, d)];
    this.column = new double[d];
  }

  /**
   * Factorises and inverts {@code base + diag(added)}; cost {@code 2/3 d^3} flops.
   *
   * @param base symmetric, row-major; the lower triangle is read. Not modified.
   * @param added a number an element of the diagonal
   * @param offset where they start
   * @return whether the matrix is positive definite to working precision
   */
  public boolean invert(double[] base, double[] added, int offset) {
    for (int i = 0; i < d; i++) {
      System.arraycopy(base, i * d, k, i * d, i + 1);
      k[i * d + i] += added[offset + i];
    }
    boolean positive = d <= SMALL ? factoriseSmall() : factorise();
    if (!positive) {
      return false;
    }
    double sum = 0;
    for (int i = 0; i < d; i++) {
      double pivot = k[i * d + i];
      if (!(pivot > 0 && pivot < Double.POSITIVE_INFINITY)) {
        return false;
      }
      sum += Math.log(pivot);
    }
    logDeterminant = 2 * sum;
    if (d <= SMALL) {
      invertSmall();
      return true;
    }
    Blas.lapack().dtrtri("U", "N", d, k, d, info);
    return info.val == 0;
  }

  private boolean factorise() {
    Blas.lapack().dpotrf("U", d, k, d, info); // column-major U is row-major L
    return info.val == 0;
  }

  private boolean factoriseSmall() {
    for (int i = 0; i < d; i++) {
      int row = i * d;
      for (int j = 0; j < i; j++) {
        double sum = k[row + j];
        int other = j * d;
        for (int m = 0; m < j; m++) {
          sum -= k[row + m] * k[other + m];
        }
        k[row + j] = sum / k[other + j];
      }
      double pivot = k[row + i];
      for (int m = 0; m < i; m++) {
        pivot -= k[row + m] * k[row + m];
      }
      if (!(pivot > 0)) {
        return false;
      }
      k[row + i] = Math.sqrt(pivot);
    }
    return true;
  }

  /** Row i of the inverse from the rows before it: {@code K_i = -L_ii^-1 sum_j L_ij K_j}. */
  private void invertSmall() {
    for (int i = 0; i < d; i++) {
      int row = i * d;
      double scale = 1 / k[row + i];
      for (int j = 0; j < i; j++) {
        column[j] = 0;
      }
      for (int m = 0; m < i; m++) {
        double factor = k[row + m];
        int other = m * d;
        for (int j = 0; j <= m; j++) {
          column[j] += factor * k[other + j];
        }
      }
      for (int j = 0; j < i; j++) {
        k[row + j] = -scale * column[j];
      }
      k[row + i] = scale;
    }
  }

  /** {@code ln |A|} of the last matrix. */
  public double logDeterminant() {
    return logDeterminant;
  }

  /**
   * The diagonal of the inverse of the last matrix.
   *
   * @param diagonal Modified. Overwritten from {@code offset} on, {@code d} numbers.
   */
  public void diagonal(double[] diagonal, int offset) {
    for (int j = 0; j < d; j++) {
      diagonal[offset + j] = 0;
    }
    for (int i = 0; i < d; i++) {
      int row = i * d;
      for (int j = 0; j <= i; j++) {
        diagonal[offset + j] += k[row + j] * k[row + j];
      }
    }
  }

  /**
   * {@code into = A^-1 g} of the last matrix.
   *
   * @param into Modified. Overwritten.
   */
  public void solve(double[] g, double[] into) {
    for (int j = 0; j < d; j++) {
      into[j] = 0;
    }
    for (int i = 0; i < d; i++) {
      int row = i * d;
      double y = Blas.dot(i + 1, k, row, g, 0);
      for (int j = 0; j <= i; j++) {
        into[j] += y * k[row + j];
      }
    }
  }

  /**
   * Copies {@code scale K}, zeros above the diagonal.
   *
   * @param into Modified. Overwritten from {@code offset} on, row-major {@code d x d}.
   */
  public void copy(double scale, double[] into, int offset) {
    for (int i = 0; i < d; i++) {
      int row = offset + i * d;
      for (int j = 0; j <= i; j++) {
        into[row + j] = scale * k[i * d + j];
      }
      for (int j = i + 1; j < d; j++) {
        into[row + j] = 0;
      }
    }
  }
}
