package io.entrosum.init;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.model.Mixture;
import org.jspecify.annotations.Nullable;

/**
 * What Gaussian mixture to train, and from where.
 *
 * @param components the number K of components, at least 1
 * @param covariance the shape of the covariances
 * @param covarianceFloor see {@link CovarianceFloor}
 * @param init where to start
 * @param initialModel the start for {@link InitMode#MODEL}, else null
 * @param seed of every random decision
 */
public record GaussianMixtureSpec(
    int components,
    CovarianceType covariance,
    double covarianceFloor,
    InitMode init,
    @Nullable Mixture initialModel,
    long seed) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public GaussianMixtureSpec {
    if (components < 1) {
      throw new IllegalArgumentException("components: must be >= 1 but was " + components);
    }
    if ((init == InitMode.MODEL) != (initialModel != null)) {
      throw new IllegalArgumentException(
          "init: an initial model and init = model go together, but init was " + init.label());
    }
    if (initialModel != null && initialModel.count() != components) {
      throw new IllegalArgumentException(
          "components: must be the "
              + initialModel.count()
              + " of the initial model but was "
              + components);
    }
  }

  /** The defaults: full covariances, k-means++, seed 1. */
  public static GaussianMixtureSpec of(int components) {
    return new GaussianMixtureSpec(
        components,
        CovarianceType.FULL,
        CovarianceFloor.DEFAULT_RELATIVE,
        InitMode.K_MEANS,
        null,
        1);
  }

  /** The same with another shape of covariance. */
  public GaussianMixtureSpec withCovariance(CovarianceType other) {
    return new GaussianMixtureSpec(components, other, covarianceFloor, init, initialModel, seed);
  }

  /** The same with another seed. */
  public GaussianMixtureSpec withSeed(long other) {
    return new GaussianMixtureSpec(
        components, covariance, covarianceFloor, init, initialModel, other);
  }

  /** The same, started from a model. */
  public GaussianMixtureSpec from(Mixture model) {
    return new GaussianMixtureSpec(
        components, covariance, covarianceFloor, InitMode.MODEL, model, seed);
  }
}
