package io.entrosum.spark.ml;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;

/** The fluent setters of {@link GaussianMixtureModel}. */
abstract class GaussianMixtureModelSetters extends Model<GaussianMixtureModel>
    implements GaussianMixtureParams {
  private static final long serialVersionUID = 1L;

  final <T> GaussianMixtureModel with(Param<T> param, T value) {
    return (GaussianMixtureModel) set(param, value);
  }

  /** Sets the features column. */
  public GaussianMixtureModel setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets several features columns, to be used instead of the one. */
  public GaussianMixtureModel setFeaturesCols(String... value) {
    return with(featuresCols(), value.clone());
  }

  /** Sets the weight column that {@link GaussianMixtureModel#evaluate} reads. */
  public GaussianMixtureModel setWeightCol(String value) {
    return with(weightCol(), value);
  }

  /** Sets the column of the most probable component; an empty name for none. */
  public GaussianMixtureModel setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Sets the column of posterior probabilities; an empty name for none. */
  public GaussianMixtureModel setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** Sets the column of log densities; an empty name for none. */
  public GaussianMixtureModel setLogDensityCol(String value) {
    return with(logDensityCol(), value);
  }

  /** Sets what happens to rows with null, NaN or infinite values: {@code error} or {@code skip}. */
  public GaussianMixtureModel setHandleInvalid(String value) {
    return with(handleInvalid(), value);
  }
}
