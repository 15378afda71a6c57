package io.entrosum.linalg;

import java.util.Arrays;
import java.util.SplittableRandom;

/** The program that {@link BlasBackendTest} runs in virtual machines of their own. */
final class BlasProbe {
  private static final int D = 7;

  private BlasProbe() {}

  public static void main(String[] args) {
    System.out.println(Blas.description());
    for (double number : numbers()) {
      System.out.println(number);
    }
  }

  /** A product of each kernel, a factor, its inverse and eigenvalues, all of order 1. */
  static double[] numbers() {
    double[] a = new SplittableRandom(1).doubles(D * D).map(x -> x - 0.5).toArray();
    double[] product = new double[D * D];
    Blas.times(D, D, D, a, a, product);
    double[] inner = new double[D * D];
    Blas.timesTransposed(D, D, D, a, 0, D, a, 0, D, inner, 0, D);
    double[] outer = new double[D * D];
    Blas.addTransposedTimes(D, D, D, a, a, outer, 0);
    double[] gram = new double[D * D];
    Blas.addGram(D, D, a, gram, 0);
    double[] definite = inner.clone();
    for (int i = 0; i < D; i++) {
      Arrays.fill(gram, i * D, i * D + i, 0.0); // below the diagonal it is unspecified
      definite[i * D + i] += 1;
    }
    Cholesky cholesky = Cholesky.of(D, definite);
    double[][] all = {
      product,
      inner,
      outer,
      gram,
      cholesky.factor(),
      cholesky.inverseFactor(),
      SymmetricEigen.of(D, definite).values()
    };
    return Arrays.stream(all).flatMapToDouble(Arrays::stream).toArray();
  }
}
