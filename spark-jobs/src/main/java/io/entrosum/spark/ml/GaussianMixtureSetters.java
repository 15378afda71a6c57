package io.entrosum.spark.ml;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;

/** The fluent setters of {@link GaussianMixture}. */
abstract class GaussianMixtureSetters extends Estimator<GaussianMixtureModel>
    implements GaussianMixtureParams {
  private static final long serialVersionUID = 1L;

  final <T> GaussianMixture with(Param<T> param, T value) {
    return (GaussianMixture) set(param, value);
  }

  /** Sets the features column: a vector, an array of numbers or a number. */
  public GaussianMixture setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets several features columns, to be used instead of the one. */
  public GaussianMixture setFeaturesCols(String... value) {
    return with(featuresCols(), value.clone());
  }

  /** Sets the column of row weights; an empty name for none. */
  public GaussianMixture setWeightCol(String value) {
    return with(weightCol(), value);
  }

  /** Sets the column of the most probable component; an empty name for none. */
  public GaussianMixture setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Sets the column of posterior probabilities; an empty name for none. */
  public GaussianMixture setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** Sets the column of log densities; an empty name for none, which is the default. */
  public GaussianMixture setLogDensityCol(String value) {
    return with(logDensityCol(), value);
  }

  /** Sets the number of components. Default 2. */
  public GaussianMixture setK(int value) {
    return with(k(), value);
  }

  /** Sets the shape of the covariances: full, tied, diagonal or spherical. Default full. */
  public GaussianMixture setCovarianceType(String value) {
    return with(covarianceType(), value);
  }

  /** Sets the least variance in units of the columns' variances. Default 1e-6. */
  public GaussianMixture setCovarianceFloor(double value) {
    return with(covarianceFloor(), value);
  }

  /** Sets the most iterations. Default 200. */
  public GaussianMixture setMaxIter(int value) {
    return with(maxIter(), value);
  }

  /**
   * Sets the tolerance on the relative change of the mean log-likelihood of a row. Default 1e-6.
   */
  public GaussianMixture setTol(double value) {
    return with(tol(), value);
  }

  /** Sets the seed of all random decisions. Default 1. */
  public GaussianMixture setSeed(long value) {
    return with(seed(), value);
  }

  /** Sets the depth of the tree in which sums are merged. Default 2. */
  public GaussianMixture setAggregationDepth(int value) {
    return with(aggregationDepth(), value);
  }

  /** Sets where training starts: k-means++, random or model. Default k-means++. */
  public GaussianMixture setInitMode(String value) {
    return with(initMode(), value);
  }

  /** Sets the number of starts, of which the best is kept. Default 1. */
  public GaussianMixture setNumInit(int value) {
    return with(numInit(), value);
  }

  /** Sets what happens to rows with null, NaN or infinite values: error (default) or skip. */
  public GaussianMixture setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }

  /** Sets the size of a block of rows in MB. Default 0, which stands for 1 MB. */
  public GaussianMixture setMaxBlockSizeInMB(double value) {
    return with(maxBlockSizeInMB(), value);
  }
}
