package io.entrosum.spark.ml;

import io.entrosum.data.Categories;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.NamedMixture;
import io.entrosum.spark.Storage;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A trained mixture over a mixed table. {@link #transform} adds the most probable component, the
 * posterior probabilities of all components and, where a column is named for it, the log density of
 * a row. It reads the columns that the model was trained on, by their names.
 */
public final class MixtureModel extends ComponentModel<MixtureModel, MixtureSummary>
    implements MixtureParams {
  private static final long serialVersionUID = 1L;

  private final @Nullable NamedMixture named;

  /**
   * A model of known parameters.
   *
   * @throws IllegalArgumentException if the names of columns or categories do not fit
   */
  public MixtureModel(String uid, NamedMixture model) {
    this(model, uid);
    ColumnParameters.checkCategories(model);
    set(k(), model.mixture().count());
    model.gaussian().ifPresent(part -> set(covarianceType(), part.covarianceType().label()));
  }

  /** A model without parameters, for the registry of Spark Connect; it scores nothing. */
  public MixtureModel() {
    this(null, SparkMlBridge.randomUid("MixtureModel"));
  }

  private MixtureModel(@Nullable NamedMixture named, String uid) {
    super(uid, named == null ? null : named.mixture(), named == null ? List.of() : named.columns());
    this.named = named;
    MixtureParams.init(this);
  }

  @Override
  MixtureModel same() {
    return new MixtureModel(named, uid());
  }

  @Override
  MixtureSummary readSummary(String path, Dataset<Row> predictions) {
    MixtureSummary saved = SummaryFile.read(path, MixtureSummary.class);
    return new MixtureSummary(predictions, this, saved.fit(), saved.course());
  }

  /** The mixture with the names of its columns and categories. */
  public NamedMixture named() {
    if (named == null) {
      throw new IllegalStateException("model: this one has no parameters; fit or load one");
    }
    return named;
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
  RowInput input(StructType schema) {
    return new TableRows(this, MixtureSchema.ofModel(named(), "", schema), named());
  }

  @Override
  Blocks read(Dataset<Row> rows) {
    FeatureColumns features = MixtureSchema.ofModel(named(), getWeightCol(), rows.schema());
    return Fitting.read(this, rows, features, named().reading(), Storage.DENSE);
  }

  @Override
  Map<String, String> metadata() {
    return NamedMixture.metadata(named().categories());
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
