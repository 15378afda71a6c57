package io.entrosum.spark.ml;

import io.entrosum.data.Categories;
import io.entrosum.model.Mixture;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.NamedMixture;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * A trained mixture over a mixed table. {@link #transform} adds the most probable component, the
 * posterior probabilities of all components and, where a column is named for it, the log density of
 * a row. It reads the columns that the model was trained on, by their names.
 */
public final class MixtureModel extends ModelSetters<MixtureModel>
    implements MixtureParams, HasTrainingSummary<MixtureSummary>, MLWritable {
  private static final long serialVersionUID = 1L;

  private final ParamStore store = new ParamStore();
  private final String uid;
  private final @Nullable NamedMixture model;
  private transient @Nullable MixtureSummary summary;

  /**
   * A model of known parameters.
   *
   * @throws IllegalArgumentException if the names of columns or categories do not fit
   */
  public MixtureModel(String uid, NamedMixture model) {
    this(model, uid);
    Mixture mixture = model.mixture();
    if (model.columns().size() != mixture.dimensions()) {
      throw new IllegalArgumentException(
          String.format(
              "model: must have %d names of columns but has %d",
              mixture.dimensions(), model.columns().size()));
    }
    ColumnParameters.checkCategories(model);
    set(k(), mixture.count());
    model.gaussian().ifPresent(part -> set(covarianceType(), part.covarianceType().label()));
  }

  /** A model without parameters, for the registry of Spark Connect; it scores nothing. */
  public MixtureModel() {
    this(null, SparkMlBridge.randomUid("MixtureModel"));
  }

  private MixtureModel(@Nullable NamedMixture model, String uid) {
    this.uid = uid;
    this.model = model;
    MixtureParams.init(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public ParamStore store() {
    return store;
  }

  /** The mixture with the names of its columns and categories. */
  public NamedMixture named() {
    if (model == null) {
      throw new IllegalStateException("model: this one has no parameters; fit or load one");
    }
    return model;
  }

  /** The model itself, which scores rows without Spark too. */
  public Mixture mixture() {
    return named().mixture();
  }

  /** The mixing weights of the components, largest first. */
  public double[] weights() {
    return mixture().weights();
  }

  /** The names of the single columns; elements of a vector {@code v} are {@code v[0]} and so on. */
  public List<String> featureNames() {
    return named().columns();
  }

  /** The family of each single column, by name, in the order of the columns. */
  public Map<String, String> columnFamilies() {
    return named().families();
  }

  /**
   * The names of the categories of a column, in the order of {@link #probabilities}.
   *
   * @throws IllegalArgumentException if there is no such column, or it is not categorical
   */
  public List<String> categories(String column) {
    Categories names = named().categories().get(column);
    if (names == null) {
      probabilities(column); // has the message
      return List.of();
    }
    return names.names();
  }

  /**
   * The probabilities of the categories of a column, [K][V].
   *
   * @throws IllegalArgumentException if there is no such column, or it is not categorical
   */
  public double[][] probabilities(String column) {
    return ColumnParameters.probabilities(named(), column);
  }

  /**
   * The parameters of a column by name, [K] each: {@code mean} and {@code variance} of a Gaussian
   * column, {@code rate} of a Poisson column, and so on.
   *
   * @throws IllegalArgumentException if there is no such column, or it is categorical
   */
  public Map<String, double[]> parameters(String column) {
    return ColumnParameters.byName(named(), column);
  }

  /** The names of the columns of {@link #gaussians}, in their order; none if none is Gaussian. */
  public List<String> gaussianColumns() {
    return ColumnGaussians.columns(named());
  }

  /**
   * The components as distributions of the Gaussian columns; none if no column is Gaussian. The
   * covariance of columns in different groups is 0.
   */
  public MultivariateGaussian[] gaussians() {
    return ColumnGaussians.of(named());
  }

  @Override
  public StructType transformSchema(StructType schema) {
    MixtureSchema.ofModel(named(), "", schema);
    return OutputColumns.added(this, schema, mixture().count());
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    FeatureColumns features = MixtureSchema.ofModel(named(), "", dataset.schema());
    TableRows rows = new TableRows(this, features, named());
    return Scoring.transform(dataset.toDF(), this, rows, mixture());
  }

  /** The likelihood and the entropies of this model on a data set; one pass. */
  public MixtureEvaluation evaluate(Dataset<?> dataset) {
    return MixtureFitting.evaluate(this, dataset);
  }

  @Override
  public Option<MixtureSummary> trainingSummary() {
    return Option.apply(summary);
  }

  @Override
  public void trainingSummary_$eq(Option<MixtureSummary> value) {
    summary = value.isDefined() ? value.get() : null;
  }

  /** Takes the summary of the training that made this model. */
  void summarise(MixtureSummary value) {
    summary = value;
  }

  @Override
  public MixtureModel copy(ParamMap extra) {
    MixtureModel copy = copyValues(new MixtureModel(model, uid), extra);
    copy.summary = summary;
    return copy.setParent(parent());
  }

  @Override
  public String toString() {
    return model == null
        ? "MixtureModel: uid=" + uid + ", without parameters"
        : String.format(
            "MixtureModel: uid=%s, k=%d, numFeatures=%d",
            uid, mixture().count(), mixture().dimensions());
  }

  @Override
  public MLWriter write() {
    Map<String, String> metadata = NamedMixture.metadata(named().categories());
    return new StageWriter(
        this, (path, conf) -> StoredModel.write(path, mixture(), featureNames(), metadata, conf));
  }

  /** A reader of saved models. */
  public static MLReader<MixtureModel> read() {
    return new StageReader<>(MixtureModel.class, StoredModel::readMixture);
  }

  /** Reads a model that was saved by {@link #save} or {@link #write}. */
  public static MixtureModel load(String path) {
    return read().load(path);
  }

  /** Reads a model from a folder that the command {@code train} wrote. */
  public static MixtureModel fromFolder(String path) {
    return StoredModel.readMixture(
        path,
        SparkMlBridge.randomUid("MixtureModel"),
        SparkSession.active().sparkContext().hadoopConfiguration());
  }
}
