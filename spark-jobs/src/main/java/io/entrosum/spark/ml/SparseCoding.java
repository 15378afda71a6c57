package io.entrosum.spark.ml;

import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Fits sparse coding: a dictionary of fields, few of which make a row, with posteriors that know
 * how sure the codes are (arXiv 2311.01888).
 *
 * <pre>{@code
 * SparseCodingModel model = new SparseCoding().setLatentDimensions(100).fit(patches);
 * model.dictionary();                                     // a column a field, of unit norm
 * model.setCodes("map").transform(patches);               // latent: most codes are exactly 0
 * }</pre>
 *
 * <p>The model has no mean: features should have none, either. An iteration is a pass over rows
 * that are kept in memory, dense, with {@code 2 latentDimensions} numbers more for each start.
 */
public final class SparseCoding extends EstimatorSetters<SparseCodingModel, SparseCoding>
    implements SparseCodingParams {
  private static final long serialVersionUID = 1L;

  /** An estimator with a new identifier. */
  public SparseCoding() {
    this(SparkMlBridge.randomUid("SparseCoding"));
  }

  /** An estimator with a given identifier. */
  public SparseCoding(String uid) {
    super(uid);
    SparseCodingParams.init(this);
  }

  /** Sets the features column: a vector, an array of numbers or a number. Default features. */
  public SparseCoding setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** Sets the number of latents, which may be more than that of features; there is no default. */
  public SparseCoding setLatentDimensions(int value) {
    return with(latentDimensions(), value);
  }

  /** Sets the posteriors of latents: full (default) or diagonal. */
  public SparseCoding setPosterior(String value) {
    return with(posterior(), value);
  }

  /** Sets how the dictionary is improved: quasi-newton (default), columns or least-squares. */
  public SparseCoding setMethod(String value) {
    return with(method(), value);
  }

  /** Sets where training starts: random (default) or rows. */
  public SparseCoding setInitMode(String value) {
    return with(initMode(), value);
  }

  /** Sets the number of starts, which share passes; the best is kept. Default 1. */
  public SparseCoding setNumInit(int value) {
    return with(numInit(), value);
  }

  /** Sets the weights in the first iterations: none (default), prior or likelihood. */
  public SparseCoding setAnnealing(String value) {
    return with(annealing(), value);
  }

  /**
   * Sets the number of iterations with each weight of annealing, passes over all rows. Default
   * {@value #DEFAULT_ANNEALING_ITERATIONS}. Under a prior weight above 1 the objective grows as
   * latents vanish; a warning of the summary tells if all of them did.
   */
  public SparseCoding setAnnealingIterations(int value) {
    return with(annealingIterations(), value);
  }

  /** Sets what is done about latents that no row uses: keep (default) or reseed. */
  public SparseCoding setDeadLatents(String value) {
    return with(deadLatents(), value);
  }

  /** Sets the least noise variance in units of the mean square of the features. Default 1e-6. */
  public SparseCoding setNoiseFloor(double value) {
    return with(noiseFloor(), value);
  }

  /** Sets the most Newton steps for the posterior of a row in a pass of training. Default 3. */
  public SparseCoding setPosteriorSteps(int value) {
    return with(posteriorSteps(), value);
  }

  /** Sets what a further step for a posterior must gain in training, nats. Default 1e-5. */
  public SparseCoding setPosteriorTolerance(double value) {
    return with(posteriorTolerance(), value);
  }

  /** Sets what the column of codes gets: mean (default) or map. */
  public SparseCoding setCodes(String value) {
    return with(codes(), value);
  }

  /** Sets the column of the codes; an empty name for none. */
  public SparseCoding setLatentCol(String value) {
    return with(latentCol(), value);
  }

  /** Sets the column of the deviations of posteriors; an empty name, the default, for none. */
  public SparseCoding setDeviationCol(String value) {
    return with(deviationCol(), value);
  }

  /** Sets the column of the bound of a row; an empty name for none. */
  public SparseCoding setBoundCol(String value) {
    return with(boundCol(), value);
  }

  /** Sets the column of the rows that codes stand for; an empty name, the default, for none. */
  public SparseCoding setReconstructionCol(String value) {
    return with(reconstructionCol(), value);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    int h = getLatentDimensions();
    SparseCodingFitting.check(this);
    VectorSchema.weightedFeatures(this, schema);
    return OutputColumns.added(OutputColumns.of(this, h, 0), schema);
  }

  @Override
  public SparseCodingModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    return SparseCodingFitting.fit(this, dataset);
  }

  /** A reader of saved estimators. */
  public static MLReader<SparseCoding> read() {
    return new StageReader<>(
        SparseCoding.class, (path, uid, configuration) -> new SparseCoding(uid));
  }

  /** Reads an estimator that was saved by {@link #save} or {@link #write}. */
  public static SparseCoding load(String path) {
    return read().load(path);
  }
}
