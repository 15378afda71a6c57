package io.entrosum.spark.ml;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;

/**
 * The fluent setters of every model of a mixture.
 *
 * @param <M> itself
 */
abstract class ModelSetters<M extends ModelSetters<M>> extends Model<M> implements CommonParams {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("unchecked") // M is the class of this object
  final <T> M with(Param<T> param, T value) {
    return (M) set(param, value);
  }

  /** Sets the weight column that {@code evaluate} reads. */
  public M setWeightCol(String value) {
    return with(weightCol(), value);
  }

  /** Sets the column of the most probable component; an empty name for none. */
  public M setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Sets the column of posterior probabilities; an empty name for none. */
  public M setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** Sets the column of log densities; an empty name for none. */
  public M setLogDensityCol(String value) {
    return with(logDensityCol(), value);
  }

  /** Sets what happens to rows with invalid values; {@code error} makes them one. */
  public M setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }
}
