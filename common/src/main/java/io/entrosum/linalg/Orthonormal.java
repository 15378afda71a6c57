package io.entrosum.linalg;

import dev.ludovic.netlib.lapack.LAPACK;
import java.util.List;
import org.netlib.util.intW;

/** Orthonormal columns of tall matrices, row-major {@code d x b}. */
public final class Orthonormal {
  private Orthonormal() {}

  /**
   * Makes the columns of a matrix orthonormal, and orthogonal to others: block Gram-Schmidt and
   * Householder's factorisation, three times, which is enough also for columns that depend on
   * others: they become any directions that are orthogonal to all. Cost {@code 12 d b (b + others)}
   * flops.
   *
   * @param b at most d, less the columns of the others
   * @param others matrices of orthonormal columns, {@code d x b} each. Not modified.
   * @param q Modified.
   * @throws NumericalException if the matrix is not finite
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

  /** Householder's factorisation: to LAPACK {@code q} is {@code b x d}, and its rows are wanted. */
  private static void orthonormalise(int d, int b, double[] q) {
    LAPACK lapack = Blas.lapack();
    double[] tau = new double[b];
    double[] work = new double[64 * b];
    intW info = new intW(0);
    lapack.dgelqf(b, d, q, b, tau, work, work.length, info);
    if (info.val == 0) {
      lapack.dorglq(b, d, b, q, b, tau, work, work.length, info);
    }
    if (info.val != 0 || !Double.isFinite(Blas.dot(q.length, q, 0, q, 0))) {
      throw new NumericalException(
          "the factorisation of " + b + " directions in " + d + " columns failed",
          "look for infinite or extreme values in the data");
    }
  }
}
