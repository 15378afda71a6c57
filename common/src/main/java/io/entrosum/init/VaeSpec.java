package io.entrosum.init;

import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.VarianceMethod;

/**
 * What autoencoder to train, and how.
 *
 * @param architecture its networks; training takes the number of columns from the data
 * @param variances how s2 and alpha are found
 * @param noise s2 at the start, and to the end where variances are fixed, in units of the rows; 0:
 *     the mean variance of the columns
 * @param learning the steps
 * @param restarts the number of starts, trained together; the best is kept
 */
public record VaeSpec(
    Architecture architecture,
    VarianceMethod variances,
    double noise,
    LearningSettings learning,
    int restarts) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public VaeSpec {
    if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "noise-variance: must be >= 0 and finite but was " + noise);
    }
    if (restarts < 1) {
      throw new IllegalArgumentException("restarts: must be >= 1 but was " + restarts);
    }
  }

  /** Variances in closed form, minibatches in partitions, one start. */
  public static VaeSpec of(Architecture architecture) {
    return new VaeSpec(architecture, VarianceMethod.CLOSED_FORM, 0, LearningSettings.NONE, 1);
  }

  /** The same with other variances. */
  public VaeSpec with(VarianceMethod other, double newNoise) {
    return new VaeSpec(architecture, other, newNoise, learning, restarts);
  }

  /** The same with other steps. */
  public VaeSpec with(LearningSettings other) {
    return new VaeSpec(architecture, variances, noise, other, restarts);
  }

  /** The same with another number of starts. */
  public VaeSpec withRestarts(int number) {
    return new VaeSpec(architecture, variances, noise, learning, number);
  }
}
