package io.entrosum.spark.ml;

import io.entrosum.family.GaussianComponents;
import io.entrosum.model.Mixture;
import io.entrosum.model.MixtureScorer;
import io.entrosum.spark.FeatureColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * A trained Gaussian mixture. {@link #transform} adds the most probable component, the posterior
 * probabilities of all components and, where a column is named for it, the log density of a row.
 */
public final class GaussianMixtureModel extends ModelSetters<GaussianMixtureModel>
    implements GaussianMixtureParams, HasTrainingSummary<GaussianMixtureSummary>, MLWritable {
  private static final long serialVersionUID = 1L;

  private final ParamStore store = new ParamStore();
  private final String uid;
  private final @Nullable Mixture mixture;
  private final ArrayList<String> featureNames;
  private transient @Nullable GaussianMixtureSummary summary;
  private transient @Nullable ThreadLocal<MixtureScorer> scorers;

  /**
   * A model of known parameters.
   *
   * @param featureNames the names of its features; an empty list for {@code features[0]} and so on
   * @throws IllegalArgumentException if the components are not Gaussian, or the names do not fit
   */
  public GaussianMixtureModel(String uid, Mixture mixture, List<String> featureNames) {
    this(uid, featureNames, mixture);
    if (!(mixture.components() instanceof GaussianComponents gaussian)) {
      throw new IllegalArgumentException(
          "model: its components must be gaussian but are " + mixture.components().family());
    }
    for (int j = this.featureNames.size(); featureNames.isEmpty() && j < numFeatures(); j++) {
      this.featureNames.add("features[" + j + "]");
    }
    if (this.featureNames.size() != numFeatures()) {
      throw new IllegalArgumentException(
          String.format(
              "featureNames: must be %d but are %d", numFeatures(), this.featureNames.size()));
    }
    set(covarianceType(), gaussian.covarianceType().label());
    set(k(), mixture.count());
  }

  /** A model without parameters, for the registry of Spark Connect; it scores nothing. */
  public GaussianMixtureModel() {
    this(SparkMlBridge.randomUid("GaussianMixtureModel"), List.of(), null);
  }

  private GaussianMixtureModel(
      String uid, List<String> featureNames, @Nullable Mixture mixtureOrNone) {
    this.uid = uid;
    this.mixture = mixtureOrNone;
    this.featureNames = new ArrayList<>(featureNames);
    GaussianMixtureParams.init(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ParamStore store() {
    return store;
  }

  /** Sets the features column. */
  public GaussianMixtureModel setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets several features columns, to be used instead of the one. */
  public GaussianMixtureModel setFeaturesCols(String... value) {
    return with(featuresCols(), value.clone());
  }

  /** The model itself, which scores rows without Spark too. */
  public Mixture mixture() {
    if (mixture == null) {
      throw new IllegalStateException("model: this one has no parameters; fit or load one");
    }
    return mixture;
  }

  private GaussianComponents components() {
    return (GaussianComponents) mixture().components();
  }

  /** The mixing weights of the components, largest first. */
  public double[] weights() {
    return mixture().weights();
  }

  /** The components as Gaussian distributions. */
  public MultivariateGaussian[] gaussians() {
    return IntStream.range(0, mixture().count())
        .mapToObj(c -> new MultivariateGaussian(mean(c), covariance(c)))
        .toArray(MultivariateGaussian[]::new);
  }

  /** The components as a data set of columns {@code mean} and {@code cov}. */
  public Dataset<Row> gaussiansDF() {
    StructType schema =
        new StructType()
            .add("mean", SQLDataTypes.VectorType(), false)
            .add("cov", SQLDataTypes.MatrixType(), false);
    List<Row> rows =
        IntStream.range(0, mixture().count())
            .mapToObj(c -> RowFactory.create(mean(c), covariance(c)))
            .toList();
    return SparkSession.active().createDataFrame(rows, schema);
  }

  /** The mean of a component. */
  public Vector mean(int component) {
    int d = numFeatures();
    double[] means = components().means();
    return Vectors.dense(Arrays.copyOfRange(means, component * d, (component + 1) * d));
  }

  /** The covariance matrix of a component, whatever the shape that it was restricted to. */
  public Matrix covariance(int component) {
    int d = numFeatures();
    return new DenseMatrix(d, d, components().covariance(component));
  }

  /** The number of features of a row. */
  public int numFeatures() {
    return mixture().dimensions();
  }

  /** The names of the features that the model was trained on. */
  public List<String> featureNames() {
    return List.copyOf(featureNames);
  }

  /** The most probable component of a row. */
  public int predict(Vector features) {
    return score(features).component();
  }

  /** The posterior probabilities of the components, given a row. */
  public Vector predictProbability(Vector features) {
    return Vectors.dense(score(features).posterior());
  }

  /** The natural logarithm of the density at a row. */
  public double logDensity(Vector features) {
    return score(features).logDensity();
  }

  private MixtureScorer.Score score(Vector features) {
    ThreadLocal<MixtureScorer> mine = scorers;
    if (mine == null) {
      mine = ThreadLocal.withInitial(() -> mixture().scorer());
      scorers = mine;
    }
    return mine.get().score(FeatureVector.of(features, numFeatures()));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Mixture scoring = mixture();
    FeatureColumns features = GaussianMixtureSchema.features(this, schema);
    GaussianMixtureSchema.checkWidth(features, schema, scoring.dimensions());
    return OutputColumns.added(this, schema, scoring.count());
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    FeatureColumns features = GaussianMixtureSchema.features(this, dataset.schema());
    List<String> names = features.columns().stream().map(FeatureColumns.Column::name).toList();
    FeatureVector vector = new FeatureVector(names, numFeatures());
    return Scoring.transform(dataset.toDF(), this, vector, mixture());
  }

  /** The likelihood and the entropies of this model on a data set; one pass. */
  public MixtureEvaluation evaluate(Dataset<?> dataset) {
    return GaussianFitting.evaluate(this, dataset);
  }

  @Override
  public Option<GaussianMixtureSummary> trainingSummary() {
    return Option.apply(summary);
  }

  @Override
  public void trainingSummary_$eq(Option<GaussianMixtureSummary> value) {
    summary = value.isDefined() ? value.get() : null;
  }

  /** Takes the summary of the training that made this model. */
  void summarise(GaussianMixtureSummary value) {
    summary = value;
  }

  @Override
  public GaussianMixtureModel copy(ParamMap extra) {
    GaussianMixtureModel copy =
        copyValues(new GaussianMixtureModel(uid, featureNames, mixture), extra);
    copy.summary = summary;
    return copy.setParent(parent());
  }

  @Override
  public String toString() {
    return mixture == null
        ? "GaussianMixtureModel: uid=" + uid + ", without parameters"
        : String.format(
            "GaussianMixtureModel: uid=%s, k=%d, numFeatures=%d",
            uid, mixture.count(), mixture.dimensions());
  }

  @Override
  public MLWriter write() {
    return new StageWriter(
        this, (path, conf) -> StoredModel.write(path, mixture(), featureNames, Map.of(), conf));
  }

  /** A reader of saved models. */
  public static MLReader<GaussianMixtureModel> read() {
    return new StageReader<>(GaussianMixtureModel.class, StoredModel::readGaussian);
  }

  /** Reads a model that was saved by {@link #save} or {@link #write}. */
  public static GaussianMixtureModel load(String path) {
    return read().load(path);
  }

  /** Reads a model from a folder that the command {@code train} wrote. */
  public static GaussianMixtureModel fromFolder(String path) {
    return StoredModel.readGaussian(
        path,
        SparkMlBridge.randomUid("GaussianMixtureModel"),
        SparkSession.active().sparkContext().hadoopConfiguration());
  }
}
