package io.entrosum.spark.ml;

import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Fits a mixture of Gaussians by expectation maximisation.
 *
 * <p>Parameters have the names and the meaning that they have in MLlib's class of the same name, so
 * that a program moves over by changing an import. Defaults are those of this engine: up to 200
 * iterations, tolerance 1e-6, seed 1, k-means++.
 *
 * <pre>{@code
 * GaussianMixtureModel model =
 *     new GaussianMixture().setK(2).setFeaturesCols("eruptions", "waiting").fit(data);
 * Dataset<Row> scored = model.setLogDensityCol("logDensity").transform(data);
 * }</pre>
 */
public final class GaussianMixture extends CovarianceSetters<GaussianMixtureModel, GaussianMixture>
    implements GaussianMixtureParams {
  private static final long serialVersionUID = 1L;

  private @Nullable GaussianMixtureModel start;

  /** An estimator with a new identifier. */
  public GaussianMixture() {
    this(SparkMlBridge.randomUid("GaussianMixture"));
  }

  /** An estimator with a given identifier. */
  public GaussianMixture(String uid) {
    super(uid);
    GaussianMixtureParams.init(this);
  }

  /** Sets the features column: a vector, an array of numbers or a number. */
  public GaussianMixture setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Starts training from a model; sets {@code initMode} to {@code model}. */
  public GaussianMixture setInitialModel(GaussianMixtureModel model) {
    clear(initialModel());
    start = model;
    return setInitMode("model");
  }

  /**
   * Starts training from a saved model; sets {@code initMode} to {@code model}.
   *
   * @param path of a model that was saved by Spark ML, or of a folder that {@code train} wrote
   */
  public GaussianMixture setInitialModel(String path) {
    start = null;
    with(initialModel(), path);
    return setInitMode("model");
  }

  /** The model that training starts from, null if none was given. */
  public @Nullable GaussianMixtureModel getInitialModel() {
    String path = getOrDefault(initialModel());
    return start == null && !path.isEmpty() ? GaussianMixtureModel.fromFolder(path) : start;
  }

  /** The model that was given as an object, not as a path. */
  @Nullable GaussianMixtureModel start() {
    return start;
  }

  /** Takes a model to start from, and leaves the parameters as they are. */
  void startFrom(GaussianMixtureModel model) {
    start = model;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    VectorSchema.weightedFeatures(this, schema);
    return OutputColumns.added(OutputColumns.of(this, 0), schema);
  }

  @Override
  public GaussianMixtureModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    return GaussianFitting.fit(this, dataset);
  }

  @Override
  public GaussianMixture copy(ParamMap extra) {
    GaussianMixture copy = defaultCopy(extra);
    copy.start = start;
    return copy;
  }

  @Override
  public MLWriter write() {
    return new EstimatorWriter(this);
  }

  /** A reader of saved estimators. */
  public static MLReader<GaussianMixture> read() {
    return new EstimatorReader();
  }

  /** Reads an estimator that was saved by {@link #save} or {@link #write}. */
  public static GaussianMixture load(String path) {
    return read().load(path);
  }
}
