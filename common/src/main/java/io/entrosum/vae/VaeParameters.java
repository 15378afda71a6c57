package io.entrosum.vae;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The parameters of an autoencoder. Immutable by agreement: nobody modifies the arrays.
 *
 * @param architecture what the weights are of
 * @param variances how s2 and alpha are found
 * @param scaling between rows and networks
 * @param weights flat, as {@link Architecture#weights} lays them out
 * @param noise s2, in units of the rows; 1 where there is none
 * @param prior sizes of the prior, alpha_h^2 or lambda_h, [H], in units of the latents of networks
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record VaeParameters(
    Architecture architecture,
    VarianceMethod variances,
    Scaling scaling,
    float[] weights,
    double noise,
    double[] prior)
    implements Serializable {
  /**
   * Checks the sizes and values.
   *
   * @throws IllegalArgumentException if they are not those of the architecture
   */
  public VaeParameters {
    int size = architecture.weights(variances).size();
    if (weights.length != size || prior.length != architecture.latents()) {
      throw new IllegalArgumentException(
          "autoencoder: "
              + weights.length
              + " weights and "
              + prior.length
              + " prior variances where "
              + size
              + " and "
              + architecture.latents()
              + " are wanted");
    }
    if (!(noise > 0) || !Arrays.stream(prior).allMatch(v -> v > 0)) {
      throw new IllegalArgumentException(
          "autoencoder: variances must be > 0 but are "
              + noise
              + " of the noise and "
              + Arrays.toString(prior)
              + " of the prior");
    }
  }

  /** The same with other variances. */
  public VaeParameters withVariances(double otherNoise, double[] otherPrior) {
    return new VaeParameters(architecture, variances, scaling, weights, otherNoise, otherPrior);
  }

  /** The same with other weights; where variances are weights, with those. */
  public VaeParameters withWeights(float[] other) {
    double newNoise = noise;
    double[] newPrior = prior;
    if (variances == VarianceMethod.LEARNED) {
      if (architecture.hasNoise()) {
        double scale = scaling.common();
        newNoise = scale * scale * Math.exp(other[offset(Architecture.LOG_NOISE)]);
      }
      if (architecture.prior().isLearned()) {
        int at = offset(Architecture.LOG_PRIOR);
        newPrior = new double[prior.length];
        for (int i = 0; i < newPrior.length; i++) {
          newPrior[i] = Math.exp(other[at + i]);
        }
      }
    }
    return new VaeParameters(architecture, variances, scaling, other, newNoise, newPrior);
  }

  /** The same, where closed forms are held for a while. */
  VaeParameters heldVariances() {
    return variances == VarianceMethod.CLOSED_FORM
        ? new VaeParameters(architecture, VarianceMethod.FIXED, scaling, weights, noise, prior)
        : this;
  }

  private int offset(String slot) {
    return architecture.weights(variances).slot(slot).offset();
  }

  /** {@code s2} in units of the networks. */
  public double innerNoise() {
    return noise / (scaling.common() * scaling.common());
  }

  /**
   * What latents of the networks are times to be in units of rows: the scale of the networks with a
   * dictionary; of other decoders latents have no units.
   */
  public double latentUnit() {
    return architecture.hasDictionary() ? scaling.common() : 1;
  }

  /** The number of free parameters: weights, and variances that are no weights but are fitted. */
  public long count() {
    long count = weights.length;
    if (variances == VarianceMethod.CLOSED_FORM) {
      count += architecture.hasNoise() ? 1 : 0;
      count += architecture.prior().isLearned() ? architecture.latents() : 0;
    }
    return count;
  }
}
