package io.entrosum.init;

import io.entrosum.belief.BeliefLayer;
import io.entrosum.belief.BeliefParameters;
import io.entrosum.belief.Logits;
import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Starts;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Where training of sigmoid belief networks starts: small random weights, latents that are seldom
 * on, and columns as often on as in the data where latents are on as often as that.
 *
 * @param spec what is wanted
 * @param means of the columns
 * @param weight the sum of the row weights
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record SigmoidBeliefStarts(SigmoidBeliefSpec spec, double[] means, double weight) {
  /** The deviation of the weights of a unit, all of its inputs together. */
  private static final double DEVIATION = .5;

  /**
   * The logits of latents without weights: each is on for a twentieth of the rows. Of 8 starts on
   * bars (4 x 4, exact posteriors) 7 so end within .1 nats of the truth, with logits of -2 5, of -1
   * 4.
   */
  private static final double LOGIT = -3;

  static SigmoidBeliefStarts of(SigmoidBeliefSpec spec, DataProfile profile) {
    return new SigmoidBeliefStarts(spec, profile.means(), profile.weight());
  }

  /** The start of a restart, 0 to restarts - 1. */
  SigmoidBeliefNetwork start(int restart) {
    SplittableRandom random =
        new SplittableRandom(spec.seed() + 0x9E3779B97F4A7C15L * (restart + 1));
    List<BeliefLayer> layers = new ArrayList<>();
    for (int l = 0; l <= spec.layers().size(); l++) {
      int outputs = l == 0 ? means.length : spec.layers().get(l - 1);
      int inputs = l < spec.layers().size() ? spec.layers().get(l) : 0;
      double[] weights = new double[inputs * outputs];
      double[] biases = new double[outputs];
      for (int j = 0; j < outputs; j++) {
        biases[j] = l == 0 ? logit(j) : LOGIT;
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] = DEVIATION * random.nextGaussian() / Math.sqrt(inputs);
        biases[i % outputs] -= weights[i] * Logits.probability(LOGIT);
      }
      layers.add(new BeliefLayer(inputs, weights, biases));
    }
    return wanting(new BeliefParameters(layers));
  }

  /** Of the share of rows in which a column is on, with half a row more of either. */
  private double logit(int column) {
    return Math.log((means[column] * weight + .5) / ((1 - means[column]) * weight + .5));
  }

  /** The starts of trainings that share passes. */
  static Starts<SigmoidBeliefNetwork> all(
      List<SigmoidBeliefStarts> starts, IntFunction<SigmoidBeliefNetwork> model) {
    return new Starts<>() {
      @Override
      public int size() {
        return starts.size();
      }

      @Override
      public List<SigmoidBeliefNetwork> models() {
        return IntStream.range(0, starts.size()).mapToObj(model).toList();
      }

      @Override
      public SigmoidBeliefNetwork restored(int training, SigmoidBeliefNetwork kept) {
        return starts.get(training).wanting(kept.layers());
      }
    };
  }

  private SigmoidBeliefNetwork wanting(BeliefParameters parameters) {
    return new SigmoidBeliefNetwork(parameters, spec.posterior(), spec.ridge(), spec.search());
  }

  /**
   * A model to go on from, with what is wanted of ridge and search.
   *
   * @throws UnusableDataException if it is of another shape than wanted
   */
  SigmoidBeliefNetwork resumed(SigmoidBeliefNetwork model) {
    List<Integer> sizes = IntStream.of(model.layers().sizes()).boxed().toList();
    if (!sizes.equals(spec.layers()) || model.dimensions() != means.length) {
      throw new UnusableDataException(
          "the initial model has "
              + model.dimensions()
              + " columns and layers of "
              + sizes
              + " latents, but "
              + means.length
              + " and "
              + spec.layers()
              + " are wanted");
    }
    return wanting(model.layers());
  }
}
