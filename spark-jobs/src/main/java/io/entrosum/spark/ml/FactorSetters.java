package io.entrosum.spark.ml;

import io.entrosum.init.FactorSpec;
import java.util.Arrays;
import org.apache.spark.ml.Model;
import org.apache.spark.sql.types.StructType;

/**
 * The fluent setters of every estimator of one linear Gaussian model.
 *
 * @param <M> its model
 * @param <E> itself
 */
abstract class FactorSetters<M extends Model<M>, E extends FactorSetters<M, E>>
    extends EstimatorSetters<M, E> implements FactorParams {
  private static final long serialVersionUID = 1L;

  FactorSetters(String uid) {
    super(uid);
  }

  /** Sets the features column: a vector, an array of numbers or a number. Default features. */
  public E setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets the number of factors; there is no default. */
  public E setLatentDimensions(int value) {
    return with(latentDimensions(), value);
  }

  /** Sets the least noise variance in units of the columns' variances. */
  public E setNoiseFloor(double value) {
    return with(noiseFloor(), value);
  }

  /** Sets how to train: auto (default), moments or passes. */
  public E setMethod(String value) {
    return with(method(), value);
  }

  /** Sets the column of the posterior means of the factors; an empty name for none. */
  public E setLatentCol(String value) {
    return with(latentCol(), value);
  }

  /** Sets the column of log densities; an empty name for none. */
  public E setLogDensityCol(String value) {
    return with(logDensityCol(), value);
  }

  /** Sets the column of the rows that factors stand for; an empty name, the default, for none. */
  public E setReconstructionCol(String value) {
    return with(reconstructionCol(), value);
  }

  /** The method that the parameter names. */
  final FactorSpec.Method chosenMethod() {
    return Arrays.stream(FactorSpec.Method.values())
        .filter(method -> method.label().equals(getMethod()))
        .findFirst()
        .orElseThrow(); // the parameter takes no other value
  }

  @Override
  public StructType transformSchema(StructType schema) {
    int h = getLatentDimensions();
    VectorSchema.weightedFeatures(this, schema);
    return OutputColumns.added(OutputColumns.of(this, h, 0), schema);
  }
}
