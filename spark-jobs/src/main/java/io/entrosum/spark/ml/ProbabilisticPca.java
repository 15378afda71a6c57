package io.entrosum.spark.ml;

import io.entrosum.family.NoiseType;
import io.entrosum.init.FactorSpec;
import io.entrosum.model.FactorModel;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;

/**
 * Fits probabilistic PCA: principal axes with a density, so that rows have likelihoods, numbers of
 * axes can be compared, and missing values are no problem.
 *
 * <pre>{@code
 * ProbabilisticPcaModel model = new ProbabilisticPca().setLatentDimensions(10).fit(data);
 * Dataset<Row> scored = model.transform(data); // latent, log_density
 * }</pre>
 *
 * <p>The axes are those of MLlib's {@code PCA}. In closed form where D x D numbers fit into memory,
 * else by expectation maximisation, where sparse vectors stay sparse.
 */
public final class ProbabilisticPca extends FactorSetters<ProbabilisticPcaModel, ProbabilisticPca> {
  private static final long serialVersionUID = 1L;

  /** An estimator with a new identifier. */
  public ProbabilisticPca() {
    this(SparkMlBridge.randomUid("ProbabilisticPca"));
  }

  /** An estimator with a given identifier. */
  public ProbabilisticPca(String uid) {
    super(uid);
    FactorParams.init(this, FactorSpec.PPCA_FLOOR);
  }

  @Override
  public ProbabilisticPcaModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    FactorSpec spec =
        new FactorSpec(
            getLatentDimensions(),
            NoiseType.ISOTROPIC,
            getNoiseFloor(),
            FactorModel.Rotation.PRINCIPAL,
            chosenMethod(),
            getSeed());
    return FactorFitting.fit(this, spec, dataset, ProbabilisticPcaModel::new);
  }

  /** A reader of saved estimators. */
  public static MLReader<ProbabilisticPca> read() {
    return new StageReader<>(
        ProbabilisticPca.class, (path, uid, configuration) -> new ProbabilisticPca(uid));
  }

  /** Reads an estimator that was saved by {@link #save} or {@link #write}. */
  public static ProbabilisticPca load(String path) {
    return read().load(path);
  }
}
