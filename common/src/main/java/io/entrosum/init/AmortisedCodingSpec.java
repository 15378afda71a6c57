package io.entrosum.init;

import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.Network;

/**
 * What amortised sparse coding to train, and how.
 *
 * @param architecture a dictionary and an encoder; training takes the number of columns from the
 *     data
 * @param learning the steps; nothing is drawn, so that {@code samples} means nothing
 * @param restarts the number of starts, trained together; the best is kept
 */
public record AmortisedCodingSpec(
    Architecture architecture, LearningSettings learning, int restarts) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public AmortisedCodingSpec {
    if (!architecture.hasDictionary()) {
      throw new IllegalArgumentException("decoder: amortised sparse coding has a dictionary");
    }
    if (restarts < 1) {
      throw new IllegalArgumentException("restarts: must be >= 1 but was " + restarts);
    }
  }

  /** Minibatches in partitions, one start. */
  public static AmortisedCodingSpec of(int latentDimensions, Network encoder, int rank) {
    return new AmortisedCodingSpec(
        Architecture.dictionary(1, latentDimensions, encoder, rank), LearningSettings.NONE, 1);
  }

  /** The same with other steps. */
  public AmortisedCodingSpec with(LearningSettings other) {
    return new AmortisedCodingSpec(architecture, other, restarts);
  }

  /** The same with another number of starts. */
  public AmortisedCodingSpec withRestarts(int number) {
    return new AmortisedCodingSpec(architecture, learning, number);
  }
}
