package io.entrosum.model;

import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import java.util.List;

/**
 * A model learned by stochastic gradients: a pass evaluates the parameters that it begins with, and
 * takes steps from there; {@link #mStep} joins what partitions have come to. So each pass gives a
 * bound and entropies of one and the same parameters, and the parameters of the next.
 *
 * @param <M> the model itself
 */
public interface EpochModel<M extends EpochModel<M>> extends LatentModel<M> {
  /** The same parameters; whose passes take no steps. */
  M still();

  /**
   * The same with everything that has a closed form at its optimum for the statistics.
   *
   * @param statistics of a pass of this model. Not modified.
   */
  M fitted(Statistics statistics);

  /** The same, whose steps are half as long. */
  M slower();

  /** What the optimiser remembers, for a checkpoint. */
  double[] optimiser();

  /**
   * The same model, whose optimiser goes on from what it remembered.
   *
   * @param remembered what {@link #optimiser} gave. Not modified.
   */
  M withOptimiser(double[] remembered);

  /** What a user should know of the trained model. */
  default List<ModelEvent> findings(Statistics statistics) {
    return List.of();
  }
}
