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
        latentDimensions(section, settings),
        section.has("noise")
            ? section.choice("noise", NoiseType.values(), NoiseType::label)
            : NoiseType.DIAGONAL,
        section.has("noise-floor")
            ? section.number("noise-floor", 1)
            : FactorMixtureSpec.DEFAULT_FLOOR);
  }

  /** The number of factors; 0 where that is left to {@code select.latent-dimensions}. */
  static int latentDimensions(Section section, Settings settings) {
    if (!section.has("latent-dimensions")) {
      if (settings.gives("select.latent-dimensions")) {
        return 0;
      }
      throw unset();
    }
    return (int) section.integer("latent-dimensions", 1, Integer.MAX_VALUE);
  }

  /** Refuses as many factors as columns. */
  static void checkColumns(int latentDimensions, int columns) {
    if (latentDimensions >= columns) {
      throw JobException.usage(
          Numbers.format(
              "model.latent-dimensions: must be less than the %s but was %d",
              Numbers.count(columns, "column"), latentDimensions));
    }
  }

  /** Refuses to train without a number of factors. */
  static void check(int latentDimensions) {
    if (latentDimensions < 1) {
      throw unset();
    }
  }

  private static JobException unset() {
    return JobException.usage(
        "model.latent-dimensions: must be set, the number of factors or latents (the command select"
            + " tries several)");
  }

  /** The same with another number of factors. */
  FactorShape with(int otherLatentDimensions) {
    return new FactorShape(otherLatentDimensions, noise, noiseFloor);
  }
}
