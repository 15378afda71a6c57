package io.entrosum.model;

import io.entrosum.entropy.EntropyWeights;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import java.util.List;

/**
 * A model whose bound is climbed by steps along a direction, where M-steps in closed form would
 * crawl: it gives value, gradient and an approximate inverse Hessian from the statistics of one
 * E-step, and moves. Its parameters are numbers without bounds ({@link #coordinates}); it may put
 * them back into normal form after a move.
 *
 * @param <M> the model itself
 */
public interface SteppedModel<M extends SteppedModel<M>> extends LatentModel<M> {
  /** The parameters that steps change. */
  double[] coordinates();

  /** What the statistics of an E-step of this model say of its surroundings. */
  Slope<M> slope(Statistics statistics);

  /** The weights on the parts of the objective. */
  EntropyWeights weights();

  /** The same parameters with other weights. */
  M withWeights(EntropyWeights weights);

  /** The same model, whose E-steps go as far as figures that are reported want it. */
  M exact();

  /** Whether its E-steps do. */
  boolean isExact();

  /**
   * Whether posteriors depend on where their search began, so that the bound may be lower when they
   * are sought from nothing.
   */
  default boolean forgets() {
    return false;
  }

  /**
   * What a user should know of the trained model.
   *
   * @param statistics of an {@link #exact} E-step
   */
  default List<ModelEvent> findings(Statistics statistics) {
    return List.of();
  }

  /**
   * The objective about a point.
   *
   * @param <M> the model
   */
  interface Slope<M> {
    /** The weighted objective, nats per unit of weight; the bound where all weights are 1. */
    double value();

    /** Its derivatives by the {@link #coordinates}: by the envelope theorem at fixed posteriors. */
    double[] gradient();

    /**
     * An approximate inverse of the negative Hessian, positive definite, times a vector.
     *
     * @param vector not modified
     */
    double[] precondition(double[] vector);

    /**
     * Cuts a step to what may be taken at once.
     *
     * @param step Modified.
     * @return whether it was cut
     */
    boolean limit(double[] step);

    /**
     * The model a share of a step away.
     *
     * @param step not modified
     * @param share 1 for the whole step
     */
    M moved(double[] step, double share);
  }
}
