package io.entrosum.init;

import io.entrosum.family.NoiseType;
import io.entrosum.model.FactorModel;
import java.util.Locale;

/**
 * What linear Gaussian model to train: factor analysis, or with isotropic noise probabilistic PCA.
 *
 * @param latentDimensions the number H of factors, at least 1
 * @param noise the shape of the noise
 * @param noiseFloor the least noise variance, relative to the variances of the columns
 * @param rotation of the loadings of the trained model
 * @param method how to train
 * @param seed of random starts
 */
public record FactorSpec(
    int latentDimensions,
    NoiseType noise,
    double noiseFloor,
    FactorModel.Rotation rotation,
    Method method,
    long seed) {
  /** The noise floor of probabilistic PCA where nothing else is said. */
  public static final double PPCA_FLOOR = 1e-9;

  /** The noise floor of factor analysis where nothing else is said. */
  public static final double FACTOR_ANALYSIS_FLOOR = 1e-3;

  /** How to train. */
  public enum Method {
    /** {@link #MOMENTS} if D x D fits and no values are missing, else {@link #PASSES}. */
    AUTO,
    /**
     * One pass for the D x D second moments; probabilistic PCA is then closed form, factor analysis
     * iterates on them.
     */
    MOMENTS,
    /** A pass an iteration, with statistics of D x H. */
    PASSES;

    /** The name in configurations. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public FactorSpec {
    if (latentDimensions < 1) {
      throw new IllegalArgumentException(
          "latent-dimensions: must be >= 1 but was " + latentDimensions);
    }
    if (!(noiseFloor >= 0 && noiseFloor < 1)) {
      throw new IllegalArgumentException("noise-floor: must be >= 0 and < 1 but was " + noiseFloor);
    }
  }

  /** Probabilistic PCA with defaults. */
  public static FactorSpec ppca(int latentDimensions) {
    return new FactorSpec(
        latentDimensions,
        NoiseType.ISOTROPIC,
        PPCA_FLOOR,
        FactorModel.Rotation.PRINCIPAL,
        Method.AUTO,
        1);
  }

  /** Factor analysis with defaults. */
  public static FactorSpec factorAnalysis(int latentDimensions) {
    return new FactorSpec(
        latentDimensions,
        NoiseType.DIAGONAL,
        FACTOR_ANALYSIS_FLOOR,
        FactorModel.Rotation.PRINCIPAL,
        Method.AUTO,
        1);
  }

  /** The same with another method. */
  public FactorSpec with(Method other) {
    return new FactorSpec(latentDimensions, noise, noiseFloor, rotation, other, seed);
  }

  /** The same with another rotation. */
  public FactorSpec with(FactorModel.Rotation other) {
    return new FactorSpec(latentDimensions, noise, noiseFloor, other, method, seed);
  }
}
