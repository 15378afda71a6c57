package io.entrosum.image;

import io.entrosum.linalg.Blas;
import io.entrosum.linalg.SymmetricEigen;
import io.entrosum.stats.SecondMoments;
import java.io.Serializable;

/**
 * Symmetric whitening of patches under their covariance {@code C = E diag(l) E'}, regularised;
 * immutable.
 *
 * <pre>
 *   x -> E diag((l + e)^-1/2) E' (x - mean),   e = share * trace(C) / D
 * </pre>
 *
 * <p>Along a direction of variance l the variance becomes {@code l / (l + e)}: near 1 where l is
 * well above e, near 0 where it is noise. Cost {@code 2 D^2} flops a patch.
 */
public final class ZcaWhitening implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] mean;

  /** Symmetric, [D, D]. */
  private final double[] matrix;

  private final double epsilon;
  private final double variance;

  /**
   * The whitening of patches with these moments.
   *
   * @param share of the mean variance of a pixel that is added to every variance, > 0
   * @throws IllegalArgumentException if there is no variance, or the share is not positive
   */
  public ZcaWhitening(SecondMoments moments, double share) {
    if (!(share > 0)) {
      throw new IllegalArgumentException("epsilon: must be > 0 but was " + share);
    }
    int d = moments.columns();
    this.mean = moments.mean();
    double[] covariance = moments.symmetricScatter();
    double trace = 0;
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] /= moments.weight();
      trace += i % (d + 1) == 0 ? covariance[i] : 0;
    }
    if (!(trace > 0)) {
      throw new IllegalArgumentException("zca: the patches have no variance");
    }
    this.epsilon = share * trace / d;
    SymmetricEigen eigen = SymmetricEigen.of(d, covariance);
    double[] gains = new double[d];
    double whitened = 0;
    for (int i = 0; i < d; i++) {
      double value = Math.max(0, eigen.values()[i]);
      gains[i] = 1 / Math.sqrt(value + epsilon);
      whitened += value / (value + epsilon);
    }
    this.matrix = eigen.compose(gains);
    this.variance = whitened / d;
  }

  /** What is added to every variance. */
  public double epsilon() {
    return epsilon;
  }

  /** The mean variance of a pixel of the whitened patches whose moments were given. */
  public double variance() {
    return variance;
  }

  /**
   * Whitens patches.
   *
   * @param rows row-major [n, D]. Modified: centred.
   * @return row-major [n, D]
   */
  public double[] apply(int n, double[] rows) {
    int d = mean.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        rows[i * d + j] -= mean[j];
      }
    }
    double[] result = new double[n * d];
    if (n > 0) {
      Blas.times(n, d, d, rows, matrix, result);
    }
    return result;
  }
}
