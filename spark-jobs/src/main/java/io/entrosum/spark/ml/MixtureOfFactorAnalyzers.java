package io.entrosum.spark.ml;

import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Fits a mixture of factor analysers, or with isotropic noise of probabilistic PCA: a Gaussian
 * mixture whose covariances have a few factors each, for many columns.
 *
 * <pre>{@code
 * MixtureOfFactorAnalyzersModel model =
 *     new MixtureOfFactorAnalyzers().setK(10).setLatentDimensions(5).fit(data);
 * }</pre>
 *
 * <p>Names of parameters and their defaults are those of {@link GaussianMixture} and {@link
 * FactorAnalysis}.
 */
public final class MixtureOfFactorAnalyzers
    extends ComponentSetters<MixtureOfFactorAnalyzersModel, MixtureOfFactorAnalyzers>
    implements MixtureOfFactorAnalyzersParams {
  private static final long serialVersionUID = 1L;

  /** An estimator with a new identifier. */
  public MixtureOfFactorAnalyzers() {
    this(SparkMlBridge.randomUid("MixtureOfFactorAnalyzers"));
  }

  /** An estimator with a given identifier. */
  public MixtureOfFactorAnalyzers(String uid) {
    super(uid);
    MixtureOfFactorAnalyzersParams.init(this);
  }

  /** Sets the features column: a vector, an array of numbers or a number. Default features. */
  public MixtureOfFactorAnalyzers setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets the number of factors of each component; there is no default. */
  public MixtureOfFactorAnalyzers setLatentDimensions(int value) {
    return with(latentDimensions(), value);
  }

  /** Sets the shape of the noise: diagonal (default) or isotropic. */
  public MixtureOfFactorAnalyzers setNoise(String value) {
    return with(noise(), value);
  }

  /** Sets the least noise variance in units of the columns' variances. Default 1e-3. */
  public MixtureOfFactorAnalyzers setNoiseFloor(double value) {
    return with(noiseFloor(), value);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    getLatentDimensions(); // has the check
    VectorSchema.weightedFeatures(this, schema);
    return OutputColumns.added(OutputColumns.of(this, 0), schema);
  }

  @Override
  public MixtureOfFactorAnalyzersModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    return FactorMixtureFitting.fit(this, dataset);
  }

  /** A reader of saved estimators. */
  public static MLReader<MixtureOfFactorAnalyzers> read() {
    return new StageReader<>(
        MixtureOfFactorAnalyzers.class,
        (path, uid, configuration) -> new MixtureOfFactorAnalyzers(uid));
  }

  /** Reads an estimator that was saved by {@link #save} or {@link #write}. */
  public static MixtureOfFactorAnalyzers load(String path) {
    return read().load(path);
  }
}
