package io.entrosum.init;

import io.entrosum.family.NoiseType;
import io.entrosum.model.Mixture;
import org.jspecify.annotations.Nullable;

/**
 * What mixture of factor analysers to train, and from where.
 *
 * @param components the number K of components, at least 1
 * @param latentDimensions the number H of factors of each, at least 1
 * @param noise the shape of the noise: diagonal, or isotropic for mixtures of probabilistic PCA
 * @param noiseFloor the least noise variance, relative to the variances of the columns
 * @param init where to start
 * @param initialModel the start for {@link InitMode#MODEL}, else null
 * @param seed of every random decision
 */
public record FactorMixtureSpec(
    int components,
    int latentDimensions,
    NoiseType noise,
    double noiseFloor,
    InitMode init,
    @Nullable Mixture initialModel,
    long seed) {
  /** The noise floor where nothing else is said. */
  public static final double DEFAULT_FLOOR = 1e-3;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public FactorMixtureSpec {
    if (components < 1) {
      throw new IllegalArgumentException("components: must be >= 1 but was " + components);
    }
    if (latentDimensions < 1) {
      throw new IllegalArgumentException(
          "latent-dimensions: must be >= 1 but was " + latentDimensions);
    }
    if (!(noiseFloor >= 0 && noiseFloor < 1)) {
      throw new IllegalArgumentException("noise-floor: must be >= 0 and < 1 but was " + noiseFloor);
    }
    if ((init == InitMode.MODEL) != (initialModel != null)) {
      throw new IllegalArgumentException(
          "init: an initial model and init = model go together, but init was " + init.label());
    }
  }

  /** The defaults: diagonal noise, k-means++, seed 1. */
  public static FactorMixtureSpec of(int components, int latentDimensions) {
    return new FactorMixtureSpec(
        components, latentDimensions, NoiseType.DIAGONAL, DEFAULT_FLOOR, InitMode.K_MEANS, null, 1);
  }
}
