package io.entrosum.init;

import io.entrosum.linalg.Blas;
import io.entrosum.linalg.Orthonormal;
import io.entrosum.linalg.SymmetricEigen;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Pass;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The leading eigenvectors of the covariance of rows, approximately, from a few passes and never a
 * D x D matrix: a randomised block Krylov iteration (Musco and Musco 2015).
 *
 * <p>Each pass multiplies the covariance with b = H + 10 directions: the first at random, the next
 * the orthonormal part of the last product. Ritz values and vectors are those of the covariance in
 * the space of all directions. Memory on the driver: 16 D b bytes a pass.
 */
final class BlockKrylov {
  private static final int OVERSAMPLING = 10;

  /** Ritz values, largest first, [H]. */
  final double[] values;

  /** Ritz vectors, row-major [D, H]. */
  final double[] vectors;

  private BlockKrylov(double[] values, double[] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /** About how many bytes an iteration takes on the driver. */
  static double bytes(int d, int h, int passes, int partitions) {
    return 8.0 * d * (h + OVERSAMPLING) * (2 * passes + Math.max(2, Math.min(partitions, 16)));
  }

  /**
   * Iterates.
   *
   * @param h how many eigenvectors
   * @param passes how many passes, at least 1
   */
  static BlockKrylov of(Pass pass, DataProfile profile, int h, int passes, long seed) {
    int d = pass.columns();
    int width = (int) Math.min(Math.min(h + OVERSAMPLING, d), Math.max(h, profile.weightedRows()));
    int blocks = Math.max(1, Math.min(passes, d / width));
    double[] mean = profile.means();
    double[][] basis = new double[blocks][];
    double[][] products = new double[blocks][];
    double[] next = random(d * width, seed);
    for (int p = 0; p < blocks; p++) {
      Orthonormal.against(d, width, Arrays.asList(basis).subList(0, p), next);
      basis[p] = next;
      products[p] =
          pass.aggregate(new CovarianceProduct(mean, next, width), "start: Krylov pass " + (p + 1));
      for (int i = 0; i < products[p].length; i++) {
        products[p][i] /= profile.weight();
      }
      next = products[p].clone();
    }
    return ritz(d, width, h, basis, products);
  }

  private static double[] random(int n, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double[] values = new double[n];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  private static BlockKrylov ritz(int d, int width, int h, double[][] basis, double[][] products) {
    int size = basis.length * width;
    double[] t = new double[size * size];
    double[] part = new double[width * width];
    for (int p = 0; p < basis.length; p++) {
      for (int q = 0; q < basis.length; q++) {
        Arrays.fill(part, 0);
        Blas.addTransposedTimes(d, width, width, basis[p], products[q], part, 0);
        for (int i = 0; i < width; i++) {
          for (int j = 0; j < width; j++) {
            // symmetric up to rounding: both halves of the mean
            t[(p * width + i) * size + q * width + j] += .5 * part[i * width + j];
            t[(q * width + j) * size + p * width + i] += .5 * part[i * width + j];
          }
        }
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(size, t);
    double[] values = new double[h];
    double[] vectors = new double[d * h];
    double[] coefficients = new double[width * h];
    double[] added = new double[d * h];
    for (int i = 0; i < h; i++) {
      values[i] = Math.max(0, eigen.values()[size - 1 - i]);
    }
    for (int p = 0; p < basis.length; p++) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < h; j++) {
          coefficients[i * h + j] = eigen.vectors()[(size - 1 - j) * size + p * width + i];
        }
      }
      Blas.times(d, h, width, basis[p], coefficients, added);
      for (int i = 0; i < vectors.length; i++) {
        vectors[i] += added[i];
      }
    }
    return new BlockKrylov(values, vectors);
  }
}
