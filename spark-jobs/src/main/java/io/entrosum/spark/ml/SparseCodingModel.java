package io.entrosum.spark.ml;

import io.entrosum.data.Block;
import io.entrosum.model.SparseCodingScorer;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.Storage;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Trained sparse coding. {@link #transform} adds the codes of a row and the lower bound of its log
 * density, and, where columns are named for them, the standard deviations of the posteriors and the
 * row that the codes stand for.
 */
public final class SparseCodingModel
    extends FittedModel<SparseCodingModel, io.entrosum.model.SparseCodingModel, SparseCodingSummary>
    implements SparseCodingParams {
  private static final long serialVersionUID = 1L;

  private final PerThread<SparseCodingScorer> scorers = new PerThread<>();

  /**
   * A model of known parameters.
   *
   * @param featureNames the names of its features; an empty list for {@code features[0]} and so on
   * @throws IllegalArgumentException if the names do not fit
   */
  public SparseCodingModel(
      String uid, io.entrosum.model.SparseCodingModel model, List<String> featureNames) {
    this(uid, namesOr(featureNames, model), model);
    set(latentDimensions(), model.latentDimensions());
    set(posterior(), model.posterior().label());
  }

  /** A model without parameters, for the registry of Spark Connect; it scores nothing. */
  public SparseCodingModel() {
    this(SparkMlBridge.randomUid("SparseCodingModel"), List.of(), null);
  }

  private SparseCodingModel(
      String uid,
      List<String> featureNames,
      io.entrosum.model.@Nullable SparseCodingModel modelOrNone) {
    super(uid, modelOrNone, featureNames);
    SparseCodingParams.init(this);
  }

  @Override
  SparseCodingModel same() {
    return new SparseCodingModel(uid(), featureNames(), fittedOrNone());
  }

  @Override
  SparseCodingSummary readSummary(String path, Dataset<Row> predictions) {
    SparseCodingSummary saved = SummaryFile.read(path, SparseCodingSummary.class);
    return new SparseCodingSummary(predictions, saved.fit(), saved.course(), saved.deadLatents());
  }

  /** Sets the features column. */
  public SparseCodingModel setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets several features columns, to be used instead of the one. */
  public SparseCodingModel setFeaturesCols(String... value) {
    return with(featuresCols(), value.clone());
  }

  /** Sets what the column of codes gets: mean or map. */
  public SparseCodingModel setCodes(String value) {
    return with(codes(), value);
  }

  /** Sets the column of the codes; an empty name for none. */
  public SparseCodingModel setLatentCol(String value) {
    return with(latentCol(), value);
  }

  /** Sets the column of the deviations of posteriors; an empty name for none. */
  public SparseCodingModel setDeviationCol(String value) {
    return with(deviationCol(), value);
  }

  /** Sets the column of the bound of a row; an empty name for none. */
  public SparseCodingModel setBoundCol(String value) {
    return with(boundCol(), value);
  }

  /** Sets the column of the rows that codes stand for; an empty name for none. */
  public SparseCodingModel setReconstructionCol(String value) {
    return with(reconstructionCol(), value);
  }

  /** The model itself, which scores rows without Spark too. */
  public io.entrosum.model.SparseCodingModel codingModel() {
    return fitted();
  }

  /** The dictionary, D x H: a column a field, of unit norm, the largest scale first. */
  public Matrix dictionary() {
    return new DenseMatrix(
        numFeatures(), fitted().latentDimensions(), fitted().dictionary(), true); // row-major
  }

  /** The scale of the Laplace prior of each latent, which is its mean magnitude. */
  public Vector scales() {
    return Vectors.dense(fitted().scales());
  }

  /** The variance of the noise of every feature. */
  public double noiseVariance() {
    return fitted().noise();
  }

  /** The numbers of the dead latents, from 0: their scales are so small that no row uses them. */
  public int[] unusedLatents() {
    return fitted().dead();
  }

  /** The codes of a row: means of its posterior, or the most probable ones, as {@code codes}. */
  public Vector latent(Vector features) {
    return score(new CodeScores(List.of("latentCol"), getCodes()), features).latent();
  }

  /** The lower bound of the natural logarithm of the density at a row. */
  public double bound(Vector features) {
    return score(new CodeScores(List.of("boundCol"), MEAN), features).bound();
  }

  private CodeScores.Score score(CodeScores scores, Vector features) {
    SparseCodingScorer scorer = scorers.get(() -> fitted().scorer());
    Block block = Block.ofRow(FeatureVector.of(features, numFeatures()));
    return scores.of(scorer, fitted().latentDimensions(), block);
  }

  /** The bound and the entropies of this model on a data set; one pass. */
  public SparseCodingEvaluation evaluate(Dataset<?> dataset) {
    DataFit fit = measure(dataset);
    return new SparseCodingEvaluation(transform(dataset), fit);
  }

  @Override
  RowInput input(StructType schema) {
    return VectorSchema.input(this, schema, numFeatures());
  }

  @Override
  Map<String, StructField> outputs() {
    return OutputColumns.of(this, fitted().latentDimensions(), numFeatures());
  }

  @Override
  Recipe<io.entrosum.model.SparseCodingModel> recipe() {
    return new CodeScores(List.copyOf(outputs().keySet()), getCodes());
  }

  @Override
  Blocks read(Dataset<Row> rows) {
    return Fitting.read(
        this, rows, VectorSchema.weightedFeatures(this, rows.schema()), null, Storage.DENSE);
  }

  @Override
  String size() {
    return "latentDimensions=" + fitted().latentDimensions();
  }

  /** A reader of saved models. */
  public static MLReader<SparseCodingModel> read() {
    return new StageReader<>(SparseCodingModel.class, StoredModel::readSparseCoding);
  }

  /** Reads a model that was saved by {@link #save} or {@link #write}. */
  public static SparseCodingModel load(String path) {
    return read().load(path);
  }

  /** Reads a model from a folder that the command {@code train} wrote. */
  public static SparseCodingModel fromFolder(String path) {
    return StoredModel.readSparseCoding(
        path,
        SparkMlBridge.randomUid("SparseCodingModel"),
        SparkSession.active().sparkContext().hadoopConfiguration());
  }
}
