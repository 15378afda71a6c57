package io.entrosum.model;

import io.entrosum.entropy.Entropies;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.NoiseType;
import io.entrosum.linalg.NumericalException;
import io.entrosum.linalg.SymmetricEigen;
import io.entrosum.stats.SecondMoments;

/**
 * Probabilistic PCA in closed form, for every number of factors from one eigen-decomposition
 * (Tipping and Bishop 1999; derivation in the notes on PPCA).
 */
public final class PrincipalComponents {
  private final int d;
  private final double[] mean;
  private final double[] values;
  private final double[] vectors;
  private final int most;

  private PrincipalComponents(double[] mean, double[] values, double[] vectors, int most) {
    this.d = mean.length;
    this.mean = mean;
    this.values = values;
    this.vectors = vectors;
    this.most = most;
  }

  /**
   * Decomposes the covariance of rows.
   *
   * @param most the largest number of factors that will be asked for, 1 to D - 1
   */
  public static PrincipalComponents of(SecondMoments moments, int most) {
    double[] covariance = moments.symmetricScatter();
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] /= moments.weight();
    }
    return of(moments.mean(), covariance, most);
  }

  /**
   * Decomposes a covariance, or correlations.
   *
   * @param covariance row-major [D, D]. Not modified.
   */
  public static PrincipalComponents of(double[] mean, double[] covariance, int most) {
    int d = mean.length;
    SymmetricEigen eigen = SymmetricEigen.largest(d, covariance, most);
    double[] falling = new double[d];
    for (int i = 0; i < d; i++) {
      falling[i] = Math.max(0, eigen.values()[d - 1 - i]);
    }
    return new PrincipalComponents(mean, falling, eigen.vectors(), most);
  }

  /** The eigenvalues of the covariance, largest first, [D]; the variances along the axes. */
  public double[] eigenvalues() {
    return values.clone();
  }

  /** The unconstrained noise variance with {@code h} factors: the mean of the other eigenvalues. */
  public double noise(int h) {
    double sum = 0;
    for (int i = d - 1; i >= h; i--) { // small ones first
      sum += values[i];
    }
    return sum / (d - h);
  }

  /**
   * The mean log-likelihood at the maximum for {@code h} factors, nats per unit of weight: minus
   * the entropy of the model's Gaussian. Infinite if the noise variance is 0.
   */
  public double logLikelihood(int h) {
    double logDeterminant = (d - h) * Math.log(noise(h));
    for (int i = 0; i < h; i++) {
      logDeterminant += Math.log(values[i]);
    }
    return noise(h) > 0 ? -Entropies.gaussian(d, logDeterminant) : Double.POSITIVE_INFINITY;
  }

  /** The first {@code h} eigenvectors, row-major [D, H]. */
  public double[] axes(int h) {
    double[] axes = new double[d * h];
    for (int i = 0; i < h; i++) {
      int row = (most - 1 - i) * d;
      for (int j = 0; j < d; j++) {
        axes[j * h + i] = vectors[row + j];
      }
    }
    return axes;
  }

  /**
   * The maximum-likelihood model with {@code h} factors, loadings along the principal axes.
   *
   * @param floor least noise variance; the model is the best with at least that
   * @throws NumericalException if there is neither noise nor a floor
   * @throws IllegalArgumentException if h is not between 1 and what was decomposed for
   */
  public FactorModel model(int h, CovarianceFloor floor) {
    if (h < 1 || h > most) {
      throw new IllegalArgumentException(
          "latent-dimensions: must be between 1 and " + most + " but was " + h);
    }
    double noise = Math.max(noise(h), floor.leastIsotropic());
    if (!(noise > d * Math.ulp(1.0) * values[0]) && floor.leastIsotropic() == 0) {
      throw new NumericalException(
          "the rows leave no variance to the noise of " + h + " factors",
          "use fewer latent dimensions, or a noise floor");
    }
    double[] loadings = axes(h);
    for (int at = 0; at < loadings.length; at++) {
      loadings[at] *= Math.sqrt(Math.max(0, values[at % h] - noise));
    }
    return new FactorModel(
            new FactorComponents(
                1, d, h, mean.clone(), loadings, NoiseType.ISOTROPIC, new double[] {noise}, floor),
            FactorModel.Rotation.PRINCIPAL)
        .canonical();
  }
}
