package io.entrosum.spark.ml;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;

/**
 * The fluent setters of every estimator of mixtures.
 *
 * @param <M> its model
 * @param <E> itself
 */
abstract class EstimatorSetters<M extends Model<M>, E extends EstimatorSetters<M, E>>
    extends Estimator<M> implements CommonParams {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("unchecked") // E is the class of this object
  final <T> E with(Param<T> param, T value) {
    return (E) set(param, value);
  }

  /** Sets the names of several features columns. */
  public E setFeaturesCols(String... value) {
    return with(featuresCols(), value.clone());
  }

  /** Sets the column of row weights; an empty name for none. */
  public E setWeightCol(String value) {
    return with(weightCol(), value);
  }

  /** Sets the column of the most probable component; an empty name for none. */
  public E setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Sets the column of posterior probabilities; an empty name for none. */
  public E setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** Sets the column of log densities; an empty name for none, which is the default. */
  public E setLogDensityCol(String value) {
    return with(logDensityCol(), value);
  }

  /** Sets the number of components. Default 2. */
  public E setK(int value) {
    return with(k(), value);
  }

  /** Sets the shape of the covariances: full, tied, diagonal or spherical. Default full. */
  public E setCovarianceType(String value) {
    return with(covarianceType(), value);
  }

  /** Sets the least variance in units of the columns' variances. Default 1e-6. */
  public E setCovarianceFloor(double value) {
    return with(covarianceFloor(), value);
  }

  /** Sets the most iterations. Default 200. */
  public E setMaxIter(int value) {
    return with(maxIter(), value);
  }

  /**
   * Sets the tolerance on the relative change of the mean log-likelihood of a row. Default 1e-6.
   */
  public E setTol(double value) {
    return with(tol(), value);
  }

  /** Sets the seed of all random decisions. Default 1. */
  public E setSeed(long value) {
    return with(seed(), value);
  }

  /** Sets the depth of the tree in which sums are merged. Default 2. */
  public E setAggregationDepth(int value) {
    return with(aggregationDepth(), value);
  }

  /** Sets where training starts: k-means++ (default), random and the like. */
  public E setInitMode(String value) {
    return with(initMode(), value);
  }

  /** Sets the number of starts, of which the best is kept. Default 1. */
  public E setNumInit(int value) {
    return with(numInit(), value);
  }

  /** Sets what happens to rows with invalid values; error (default) makes them one. */
  public E setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }

  /** Sets the size of a block of rows in MB. Default 0, which stands for 1 MB. */
  public E setMaxBlockSizeInMB(double value) {
    return with(maxBlockSizeInMB(), value);
  }
}
