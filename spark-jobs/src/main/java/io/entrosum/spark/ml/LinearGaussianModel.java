package io.entrosum.spark.ml;

import io.entrosum.data.Block;
import io.entrosum.model.FactorModel;
import io.entrosum.model.FactorScorer;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.Storage;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A trained linear Gaussian model: {@link #transform} adds the posterior means of the factors, the
 * log density of a row and, where a column is named for it, the row that the factors stand for.
 *
 * @param <M> itself
 */
abstract class LinearGaussianModel<M extends LinearGaussianModel<M>>
    extends FittedModel<M, FactorModel, FactorSummary> implements FactorParams {
  private static final long serialVersionUID = 1L;

  private final PerThread<FactorScorer> scorers = new PerThread<>();

  LinearGaussianModel(String uid, @Nullable FactorModel model, List<String> featureNames) {
    super(uid, model, featureNames);
  }

  @Override
  FactorSummary readSummary(String path, Dataset<Row> predictions) {
    return new FactorSummary(predictions, SummaryFile.read(path, FactorSummary.class));
  }

  /** Sets the features column. */
  public M setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets several features columns, to be used instead of the one. */
  public M setFeaturesCols(String... value) {
    return with(featuresCols(), value.clone());
  }

  /** Sets the column of the posterior means of the factors; an empty name for none. */
  public M setLatentCol(String value) {
    return with(latentCol(), value);
  }

  /** Sets the column of log densities; an empty name for none. */
  public M setLogDensityCol(String value) {
    return with(logDensityCol(), value);
  }

  /** Sets the column of the rows that factors stand for; an empty name for none. */
  public M setReconstructionCol(String value) {
    return with(reconstructionCol(), value);
  }

  /** The model itself, which scores rows without Spark too. */
  public FactorModel factorModel() {
    return fitted();
  }

  /** The mean of the features. */
  public Vector mean() {
    return Vectors.dense(fitted().mean());
  }

  /** The loadings, D x H: a column a factor, the features in units of its standard deviation. */
  public Matrix loadings() {
    return new DenseMatrix(
        numFeatures(), fitted().latentDimensions(), fitted().loadings(), true); // row-major
  }

  /** The covariance of the features under the model, D x D; for moderate D. */
  public Matrix covariance() {
    return new DenseMatrix(numFeatures(), numFeatures(), fitted().components().covariance(0));
  }

  /** The posterior means of the factors, given a row. */
  public Vector latent(Vector features) {
    double[] latent = new double[fitted().latentDimensions()];
    score(features, latent);
    return Vectors.dense(latent);
  }

  /** The natural logarithm of the density at a row. */
  public double logDensity(Vector features) {
    return score(features, new double[fitted().latentDimensions()]);
  }

  private double score(Vector features, double[] latent) {
    double[] logDensity = new double[1];
    scorers
        .get(() -> fitted().scorer())
        .score(FeatureVector.block(features, numFeatures()), latent, logDensity);
    return logDensity[0];
  }

  /** The likelihood and the entropies of this model on a data set; one pass. */
  public FactorEvaluation evaluate(Dataset<?> dataset) {
    DataFit fit = measure(dataset);
    return new FactorEvaluation(transform(dataset), fit);
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
  Recipe<FactorModel> recipe() {
    return new Scores(List.copyOf(outputs().keySet()));
  }

  @Override
  Blocks read(Dataset<Row> rows) {
    return Fitting.read(
        this, rows, VectorSchema.weightedFeatures(this, rows.schema()), null, Storage.AUTO);
  }

  @Override
  String size() {
    return "latentDimensions=" + fitted().latentDimensions();
  }

  /**
   * The scores of rows.
   *
   * @param wanted the parameters that name the columns
   */
  private record Scores(List<String> wanted) implements Recipe<FactorModel> {
    @Override
    public Function<Row, Object[]> scorer(FactorModel model, RowInput input) {
      FactorScorer scorer = model.scorer();
      return row -> {
        Block block = input.block(row);
        double[] latent = new double[model.latentDimensions()];
        double[] logDensity = new double[1];
        scorer.score(block, latent, logDensity);
        return wanted.stream()
            .map(
                param ->
                    switch (param) {
                      case "latentCol" -> Vectors.dense(latent);
                      case "logDensityCol" -> (Object) logDensity[0];
                      default -> Vectors.dense(scorer.reconstruct(1, latent));
                    })
            .toArray();
      };
    }
  }
}
