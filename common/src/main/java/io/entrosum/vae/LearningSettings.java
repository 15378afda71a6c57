package io.entrosum.vae;

import java.io.Serializable;
import java.util.Locale;

/**
 * How an autoencoder is learned.
 *
 * @param steps where steps are taken
 * @param batchRows the rows of a step, about; at most those of a block
 * @param rate of Adam
 * @param samples draws of the latents of a row, in steps and in the bound
 * @param seed of the draws
 */
public record LearningSettings(Steps steps, int batchRows, double rate, int samples, long seed)
    implements Serializable {
  /** Of a model that is not being trained. */
  public static final LearningSettings NONE = new LearningSettings(Steps.LOCAL, 200, 1e-3, 1, 1);

  /** Where steps are taken. */
  public enum Steps {
    /** In each partition, a step a batch; weights and moments are averaged after each pass. */
    LOCAL,
    /** On the driver, one a pass, with the gradient of all rows. */
    SYNCHRONOUS;

    /** The name in configurations. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The same with another rate. */
  public LearningSettings withRate(double other) {
    return new LearningSettings(steps, batchRows, other, samples, seed);
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public LearningSettings {
    if (batchRows < 1) {
      throw new IllegalArgumentException("batch-rows: must be >= 1 but was " + batchRows);
    }
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("learning-rate: must be > 0 and <= 1 but was " + rate);
    }
    if (samples < 1) {
      throw new IllegalArgumentException("samples: must be >= 1 but was " + samples);
    }
  }
}
