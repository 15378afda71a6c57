package io.entrosum.spark.job;

/** The key {@code model.latent-dimensions}: the number of factors, or of latents. */
final class LatentDimensions {
  private LatentDimensions() {}

  /** The number of factors or latents; 0 where that is left to {@code select.latent-dimensions}. */
  static int of(Section section, Settings settings) {
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

  /** Refuses to train without a number of factors or latents. */
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
}
