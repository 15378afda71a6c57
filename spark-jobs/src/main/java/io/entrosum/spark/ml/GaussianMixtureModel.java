package io.entrosum.spark.ml;

import io.entrosum.family.GaussianComponents;
import io.entrosum.model.Mixture;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.stat.distribution.MultivariateGaussian;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A trained Gaussian mixture. {@link #transform} adds the most probable component, the posterior
 * probabilities of all components and, where a column is named for it, the log density of a row.
 */
public final class GaussianMixtureModel
    extends VectorMixtureModel<GaussianMixtureModel, GaussianMixtureSummary>
    implements GaussianMixtureParams {
  private static final long serialVersionUID = 1L;

  /**
   * A model of known parameters.
   *
   * @param featureNames the names of its features; an empty list for {@code features[0]} and so on
   * @throws IllegalArgumentException if the components are not Gaussian, or the names do not fit
   */
  public GaussianMixtureModel(String uid, Mixture mixture, List<String> featureNames) {
    this(uid, namesOr(featureNames, mixture), mixture);
    if (!(mixture.components() instanceof GaussianComponents gaussian)) {
      throw new IllegalArgumentException(
          "model: its components must be gaussian but are " + mixture.components().family());
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
    super(uid, mixtureOrNone, featureNames);
    GaussianMixtureParams.init(this);
  }

  @Override
  GaussianMixtureModel same() {
    return new GaussianMixtureModel(uid(), featureNames(), fittedOrNone());
  }

  @Override
  GaussianMixtureSummary readSummary(String path, Dataset<Row> predictions) {
    GaussianMixtureSummary saved = SummaryFile.read(path, GaussianMixtureSummary.class);
    return new GaussianMixtureSummary(predictions, this, saved.fit(), saved.course());
  }

  private GaussianComponents components() {
    return (GaussianComponents) mixture().components();
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
