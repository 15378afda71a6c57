package io.entrosum.spark.ml;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;

/**
 * What every estimator has: its identifier, its parameters, their fluent setters, and how it is
 * copied and saved.
 *
 * @param <M> its model
 * @param <E> itself
 */
abstract class EstimatorSetters<M extends Model<M>, E extends EstimatorSetters<M, E>>
    extends Estimator<M> implements CommonParams, CheckpointParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final ParamStore store = new ParamStore();
  private final String uid;

  EstimatorSetters(String uid) {
    this.uid = uid;
    CheckpointParams.init(this);
  }

  @Override
  public final String uid() {
    return uid;
  }

  @Override
  public final ParamStore store() {
    return store;
  }

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

  /** Sets what happens to rows with invalid values; error (default) makes them one. */
  public E setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }

  /** Sets the size of a block of rows in MB. Default 0, which stands for 1 MB. */
  public E setMaxBlockSizeInMB(double value) {
    return with(maxBlockSizeInMB(), value);
  }

  /** Sets the iterations from checkpoint to checkpoint; -1 for none. Default 10. */
  public E setCheckpointInterval(int value) {
    return with(checkpointInterval(), value);
  }

  /**
   * Sets the folder of checkpoints, on any file system that Hadoop's client reaches; empty for
   * none.
   */
  public E setCheckpointDir(String value) {
    return with(checkpointDir(), value);
  }

  @Override
  public E copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return new StageWriter(this, (path, configuration) -> {});
  }
}
