package io.entrosum.init;

import io.entrosum.model.VaeModel;
import io.entrosum.stats.Slot;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Starts;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.Observables;
import io.entrosum.vae.Scaling;
import io.entrosum.vae.VaeParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where training of autoencoders starts: weights and biases uniform in {@code +- 1 / sqrt(inputs)},
 * the decoder about the means of the columns, s2 their mean variance, alpha 1.
 *
 * @param spec what is wanted, with the columns of the data
 * @param initial what to go on from, or null
 */
record VaeStarts(
    VaeSpec spec, Architecture architecture, DataProfile profile, @Nullable VaeModel initial)
    implements Starts<VaeModel> {
  /** No column's scale is less than this share of the largest. */
  private static final double LEAST_SCALE = 1e-3;

  static VaeStarts of(VaeSpec spec, DataProfile profile, @Nullable VaeModel initial) {
    Architecture architecture = spec.architecture().ofColumns(profile.means().length);
    return new VaeStarts(spec, architecture, profile, initial);
  }

  @Override
  public int size() {
    return initial == null ? spec.restarts() : 1;
  }

  @Override
  public List<VaeModel> models() {
    return IntStream.range(0, size())
        .mapToObj(i -> initial == null ? start(i) : resumed(initial))
        .toList();
  }

  @Override
  public VaeModel restored(int training, VaeModel kept) {
    return kept.learning(spec.learning());
  }

  private VaeModel start(int restart) {
    int h = architecture.latents();
    double[] prior = new double[h];
    Arrays.fill(prior, 1);
    Scaling scaling = scaling();
    double noise = 1;
    if (architecture.hasNoise()) {
      noise = spec.noise() > 0 ? spec.noise() : scaling.common() * scaling.common();
    }
    float[] weights = weights(spec.learning().seed() + 0x9E3779B97F4A7C15L * restart);
    if (architecture.hasNoise()) {
      setLogNoise(weights, noise / (scaling.common() * scaling.common()));
    }
    VaeParameters parameters =
        new VaeParameters(architecture, spec.variances(), scaling, weights, noise, prior);
    return new VaeModel(parameters, spec.learning()).learning(spec.learning());
  }

  private Scaling scaling() {
    int d = architecture.columns();
    if (architecture.observables() == Observables.BERNOULLI) {
      return Scaling.none(d);
    }
    double[] scale = profile.scales();
    double mean = Arrays.stream(profile.variances()).average().orElseThrow();
    double largest = Math.sqrt(Arrays.stream(scale).max().orElseThrow());
    for (int j = 0; j < d; j++) {
      scale[j] =
          architecture.hasNoise()
              ? Math.sqrt(mean)
              : Math.max(Math.sqrt(scale[j]), LEAST_SCALE * largest);
    }
    return new Scaling(profile.means(), scale);
  }

  private float[] weights(long seed) {
    float[] weights = NetworkStarts.weights(architecture, spec.variances(), seed);
    for (Slot slot : architecture.weights(spec.variances()).slots().values()) {
      if (slot.name().equals(Architecture.DECODER + "/" + Architecture.MEAN + "/bias")) {
        centre(weights, slot);
      }
    }
    return weights;
  }

  /** Gaussian columns are centred in units of the networks; logits of Bernoulli columns are not. */
  private void centre(float[] weights, Slot slot) {
    double[] means = profile.means();
    for (int j = 0; j < slot.size(); j++) {
      double p = Math.min(Math.max(means[j], .01), .99);
      weights[slot.offset() + j] =
          architecture.observables() == Observables.BERNOULLI ? (float) Math.log(p / (1 - p)) : 0;
    }
  }

  private void setLogNoise(float[] weights, double noise) {
    Slot slot = architecture.weights(spec.variances()).slots().get(Architecture.LOG_NOISE);
    if (slot != null) {
      weights[slot.offset()] = (float) Math.log(noise);
    }
  }

  /**
   * A model to go on from.
   *
   * @throws UnusableDataException if it is another one than wanted
   */
  private VaeModel resumed(VaeModel model) {
    if (!model.architecture().equals(architecture) || model.vae().variances() != spec.variances()) {
      throw new UnusableDataException(
          String.format(
              Locale.ROOT,
              "the initial model is another autoencoder than wanted: %s instead of %s",
              model.architecture(),
              architecture));
    }
    return model.learning(spec.learning());
  }
}
