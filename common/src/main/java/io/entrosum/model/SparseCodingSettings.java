package io.entrosum.model;

import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.SearchLimits;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.stats.ModelEvent;
import java.io.Serializable;
import java.util.List;

/**
 * What training wants of a sparse coding model beyond its parameters.
 *
 * @param limits of the search for posteriors in a pass of training
 * @param method of {@link SparseCodingModel#mStep}
 * @param leastScale no scale becomes less
 * @param annealedScale nor less than this while the prior weighs more than the entropy of
 *     posteriors: the objective is then unbounded, and highest where all codes have collapsed
 * @param leastNoise nor the noise variance
 */
public record SparseCodingSettings(
    SearchLimits limits,
    DictionaryMethod method,
    double leastScale,
    double annealedScale,
    double leastNoise)
    implements Serializable {
  /** Of a model that is not being trained: no floors. */
  public static final SparseCodingSettings NONE =
      new SparseCodingSettings(SearchLimits.TRAINING, DictionaryMethod.COLUMNS, 0, 0, 0);

  /** The least scale under weights. */
  double leastScale(EntropyWeights weights) {
    return weights.prior() > weights.posterior() ? Math.max(leastScale, annealedScale) : leastScale;
  }

  /**
   * Parameters with unit norms, no scale and no noise below its floor.
   *
   * @param dictionary row-major [D, H], of any norms. Not modified.
   * @param scales Modified. [H]; kept.
   * @param events Modified. What was raised is added.
   */
  CodeParameters floored(
      double[] dictionary,
      double[] scales,
      double noise,
      EntropyWeights weights,
      List<ModelEvent> events) {
    int raised = 0;
    for (int i = 0; i < scales.length; i++) {
      double least = Math.max(leastScale(weights), Double.MIN_NORMAL);
      if (!(scales[i] > least)) {
        scales[i] = least;
        raised++;
      }
    }
    if (raised > 0) {
      events.add(
          new ModelEvent(
              ModelEvent.Kind.SCALE_FLOOR, -1, raised, raised + " scales are at their floor"));
    }
    double least = Math.max(leastNoise, Double.MIN_NORMAL);
    if (!(noise > least)) {
      events.add(
          new ModelEvent(ModelEvent.Kind.NOISE_FLOOR, -1, 1, "the noise variance is at its floor"));
    }
    return CodeParameters.normalised(
        dictionary.length / scales.length, dictionary, scales, noise > least ? noise : least);
  }
}
