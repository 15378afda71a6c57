package io.entrosum.spark.ml;

import org.apache.spark.ml.Model;

/**
 * The fluent setters of every estimator of mixtures.
 *
 * @param <M> its model
 * @param <E> itself
 */
abstract class ComponentSetters<M extends Model<M>, E extends ComponentSetters<M, E>>
    extends EstimatorSetters<M, E> implements ComponentParams {
  private static final long serialVersionUID = 1L;

  ComponentSetters(String uid) {
    super(uid);
  }

  /** Sets the column of the most probable component; an empty name for none. */
  public E setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Sets the column of posterior probabilities; an empty name for none. */
  public E setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** Sets the column of log densities; an empty name for none. */
  public E setLogDensityCol(String value) {
    return with(logDensityCol(), value);
  }

  /** Sets the number of components. Default 2. */
  public E setK(int value) {
    return with(k(), value);
  }

  /** Sets where training starts: k-means++ (default), random and the like. */
  public E setInitMode(String value) {
    return with(initMode(), value);
  }

  /** Sets the number of starts, of which the best is kept. Default 1. */
  public E setNumInit(int value) {
    return with(numInit(), value);
  }
}
