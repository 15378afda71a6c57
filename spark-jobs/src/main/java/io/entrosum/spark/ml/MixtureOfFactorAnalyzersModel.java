package io.entrosum.spark.ml;

import io.entrosum.family.FactorComponents;
import io.entrosum.family.NoiseType;
import io.entrosum.model.Mixture;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/**
 * A trained mixture of factor analysers. {@link #transform} adds the most probable component, the
 * posterior probabilities of all components and, where a column is named for it, the log density of
 * a row.
 */
public final class MixtureOfFactorAnalyzersModel
    extends VectorMixtureModel<MixtureOfFactorAnalyzersModel, MixtureSummary>
    implements MixtureOfFactorAnalyzersParams {
  private static final long serialVersionUID = 1L;

  /**
   * A model of known parameters.
   *
   * @param featureNames the names of its features; an empty list for {@code features[0]} and so on
   * @throws IllegalArgumentException if its components are not factor analysers, or the names do
   *     not fit
   */
  public MixtureOfFactorAnalyzersModel(String uid, Mixture mixture, List<String> featureNames) {
    this(uid, namesOr(featureNames, mixture), mixture);
    if (!(mixture.components() instanceof FactorComponents factors)) {
      throw new IllegalArgumentException(
          "model: its components must be factor analysers but are "
              + mixture.components().family());
    }
    set(k(), mixture.count());
    set(latentDimensions(), factors.latentDimensions());
    set(noise(), factors.noiseType().label());
  }

  /** A model without parameters, for the registry of Spark Connect; it scores nothing. */
  public MixtureOfFactorAnalyzersModel() {
    this(SparkMlBridge.randomUid("MixtureOfFactorAnalyzersModel"), List.of(), null);
  }

  private MixtureOfFactorAnalyzersModel(
      String uid, List<String> featureNames, @Nullable Mixture mixtureOrNone) {
    super(uid, mixtureOrNone, featureNames);
    MixtureOfFactorAnalyzersParams.init(this);
  }

  @Override
  MixtureOfFactorAnalyzersModel same() {
    return new MixtureOfFactorAnalyzersModel(uid(), featureNames(), fittedOrNone());
  }

  @Override
  MixtureSummary readSummary(String path, Dataset<Row> predictions) {
    MixtureSummary saved = SummaryFile.read(path, MixtureSummary.class);
    return new MixtureSummary(predictions, this, saved.fit(), saved.course());
  }

  private FactorComponents factors() {
    return (FactorComponents) mixture().components();
  }

  /** The means of the components. */
  public Vector[] means() {
    return rows(factors().means(), numFeatures());
  }

  /** The loadings of a component, D x H. */
  public Matrix loadings(int component) {
    int h = factors().latentDimensions();
    int size = numFeatures() * h;
    double[] own =
        Arrays.copyOfRange(factors().loadings(), component * size, (component + 1) * size);
    return new DenseMatrix(numFeatures(), h, own, true); // row-major
  }

  /** The noise variances of a component, one a feature, whatever the shape of the noise. */
  public Vector noiseVariance(int component) {
    if (factors().noiseType() == NoiseType.DIAGONAL) {
      return rows(factors().noise(), numFeatures())[component];
    }
    double[] all = new double[numFeatures()];
    Arrays.fill(all, factors().noise()[component]);
    return Vectors.dense(all);
  }

  /** The covariance matrix of a component, D x D; for moderate D. */
  public Matrix covariance(int component) {
    return new DenseMatrix(numFeatures(), numFeatures(), factors().covariance(component));
  }

  private static Vector[] rows(double[] flat, int width) {
    Vector[] rows = new Vector[flat.length / width];
    Arrays.setAll(rows, c -> Vectors.dense(Arrays.copyOfRange(flat, c * width, (c + 1) * width)));
    return rows;
  }

  @Override
  String size() {
    return super.size() + ", latentDimensions=" + factors().latentDimensions();
  }

  /** A reader of saved models. */
  public static MLReader<MixtureOfFactorAnalyzersModel> read() {
    return new StageReader<>(MixtureOfFactorAnalyzersModel.class, StoredModel::readFactorAnalyzers);
  }

  /** Reads a model that was saved by {@link #save} or {@link #write}. */
  public static MixtureOfFactorAnalyzersModel load(String path) {
    return read().load(path);
  }

  /** Reads a model from a folder that the command {@code train} wrote. */
  public static MixtureOfFactorAnalyzersModel fromFolder(String path) {
    return StoredModel.readFactorAnalyzers(
        path,
        SparkMlBridge.randomUid("MixtureOfFactorAnalyzersModel"),
        SparkSession.active().sparkContext().hadoopConfiguration());
  }
}
