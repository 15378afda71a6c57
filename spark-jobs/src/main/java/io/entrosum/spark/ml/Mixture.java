package io.entrosum.spark.ml;

import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Fits a mixture over a mixed table by expectation maximisation: counts, durations, categories and
 * measurements side by side, each column of a family of its own; Gaussian columns are one group
 * with covariances, or several.
 *
 * <pre>{@code
 * MixtureModel model =
 *     new Mixture()
 *         .setK(3)
 *         .setFeaturesCols("origin", "visits", "weight")
 *         .setFamilies("origin=categorical", "visits=poisson")
 *         .setHandleInvalid("keep")
 *         .fit(data);
 * }</pre>
 *
 * <p>Names of parameters and their defaults are those of {@link GaussianMixture}.
 */
public final class Mixture extends CovarianceSetters<MixtureModel, Mixture>
    implements MixtureParams {
  private static final long serialVersionUID = 1L;

  /** An estimator with a new identifier. */
  public Mixture() {
    this(SparkMlBridge.randomUid("Mixture"));
  }

  /** An estimator with a given identifier. */
  public Mixture(String uid) {
    super(uid);
    MixtureParams.init(this);
  }

  /**
   * Sets the families of columns.
   *
   * @param value each {@code column=family}: {@code origin=categorical}, {@code visits=poisson},
   *     {@code hits=binomial(trials=16)}; a vector or array column stands for its elements
   */
  public Mixture setFamilies(String... value) {
    return with(families(), value.clone());
  }

  /** Sets the family of the columns that {@code families} does not name. Default gaussian. */
  public Mixture setFamily(String value) {
    return with(family(), value);
  }

  /**
   * Sets groups of Gaussian columns; those that are in none are one group more. Columns of
   * different groups are independent of each other given the component.
   *
   * @param value each {@code column=group}: {@code length=size}; a vector or array column stands
   *     for its elements
   */
  public Mixture setGroups(String... value) {
    return with(groups(), value.clone());
  }

  /** Sets the bound of the parameters of families other than the Gaussian. Default 1e-6. */
  public Mixture setParameterFloor(double value) {
    return with(parameterFloor(), value);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    MixtureSchema.features(this, schema);
    return OutputColumns.added(OutputColumns.of(this, 0), schema);
  }

  @Override
  public MixtureModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    return MixtureFitting.fit(this, dataset);
  }

  /** A reader of saved estimators. */
  public static MLReader<Mixture> read() {
    return new StageReader<>(Mixture.class, (path, uid, configuration) -> new Mixture(uid));
  }

  /** Reads an estimator that was saved by {@link #save} or {@link #write}. */
  public static Mixture load(String path) {
    return read().load(path);
  }
}
