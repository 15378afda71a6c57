package io.entrosum.spark.ml;

import io.entrosum.model.Mixture;
import io.entrosum.model.MixtureScorer;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.Storage;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A trained mixture whose features are numbers.
 *
 * @param <M> itself
 * @param <S> its summary
 */
abstract class VectorMixtureModel<M extends VectorMixtureModel<M, S>, S extends MixtureSummary>
    extends ComponentModel<M, S> implements VectorParams {
  private static final long serialVersionUID = 1L;

  private final PerThread<MixtureScorer> scorers = new PerThread<>();

  VectorMixtureModel(String uid, @Nullable Mixture mixture, List<String> featureNames) {
    super(uid, mixture, featureNames);
  }

  /** Sets the features column. */
  public M setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets several features columns, to be used instead of the one. */
  public M setFeaturesCols(String... value) {
    return with(featuresCols(), value.clone());
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
    return scorers.get(() -> fitted().scorer()).score(FeatureVector.of(features, numFeatures()));
  }

  @Override
  RowInput input(StructType schema) {
    return VectorSchema.input(this, schema, numFeatures());
  }

  @Override
  Blocks read(Dataset<Row> rows) {
    return Fitting.read(
        this, rows, VectorSchema.weightedFeatures(this, rows.schema()), null, Storage.DENSE);
  }
}
