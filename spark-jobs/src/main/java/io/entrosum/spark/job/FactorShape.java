package io.entrosum.spark.job;

import io.entrosum.family.NoiseType;
import io.entrosum.init.FactorMixtureSpec;

/**
 * What components a mixture of factor analysers has.
 *
 * @param latentDimensions the number H of factors of each
 * @param noise the shape of their noise
 * @param noiseFloor the least noise variance, relative to the variances of the columns
 */
record FactorShape(int latentDimensions, NoiseType noise, double noiseFloor) {
  static FactorShape of(Section section, Settings settings) {
    return new FactorShape(
        LatentDimensions.of(section, settings),
        section.has("noise")
            ? section.choice("noise", NoiseType.values(), NoiseType::label)
            : NoiseType.DIAGONAL,
        section.has("noise-floor")
            ? section.number("noise-floor", 1)
            : FactorMixtureSpec.DEFAULT_FLOOR);
  }

  /** The same with another number of factors. */
  FactorShape with(int otherLatentDimensions) {
    return new FactorShape(otherLatentDimensions, noise, noiseFloor);
  }
}
