package io.entrosum.linalg;

import java.util.List;

/** Orthonormal columns of tall matrices, row-major {@code d x b}. */
public final class Orthonormal {
  private Orthonormal() {}

  /**
   * Makes the columns of a matrix orthonormal, and orthogonal to others: block Gram-Schmidt and
   * Cholesky QR, twice, which is enough; columns that depend on others become a direction that is
   * orthogonal to all, of the length 0 if there is none. Cost {@code d b (b + others)} flops, times
   * 8.
   *
   * @param others matrices of orthonormal columns, {@code d x b} each. Not modified.
   * @param q Modified.
   */
  public static void against(int d, int b, List<double[]> others, double[] q) {
    for (int round = 0; round < 3; round++) {
      for (double[] other : others) {
        double[] share = new double[b * b];
        Blas.addTransposedTimes(d, b, b, other, q, share, 0);
        double[] part = new double[d * b];
        Blas.times(d, b, b, other, share, part);
        for (int i = 0; i < q.length; i++) {
          q[i] -= part[i];
        }
      }
      orthonormalise(d, b, q);
    }
  }

  /** {@code q <- q U lambda^-1/2} with the eigen-decomposition of {@code q' q}. */
  private static void orthonormalise(int d, int b, double[] q) {
    double[] gram = new double[b * b];
    Blas.addTransposedTimes(d, b, b, q, q, gram, 0);
    SymmetricEigen eigen = SymmetricEigen.of(b, gram);
    double largest = eigen.values()[b - 1];
    double[] scaled = eigen.vectors();
    for (int i = 0; i < b; i++) {
      double value = eigen.values()[i];
      double scale = value > 1e-28 * largest && value > 0 ? 1 / Math.sqrt(value) : 0;
      for (int j = 0; j < b; j++) {
        scaled[i * b + j] *= scale;
      }
    }
    double[] result = new double[d * b];
    Blas.timesTransposed(d, b, b, q, 0, b, scaled, 0, b, result, 0, b);
    System.arraycopy(result, 0, q, 0, q.length);
  }
}
