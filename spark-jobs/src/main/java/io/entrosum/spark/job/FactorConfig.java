package io.entrosum.spark.job;

import io.entrosum.family.NoiseType;
import io.entrosum.init.FactorSpec;
import io.entrosum.model.FactorModel;
import java.util.Set;

/**
 * The section {@code model} of probabilistic PCA and factor analysis.
 *
 * @param latentDimensions the number H of factors
 * @param noise isotropic for probabilistic PCA, diagonal for factor analysis
 * @param noiseFloor the least noise variance, relative to the variances of the columns
 * @param rotation of the loadings
 * @param method how to train
 */
record FactorConfig(
    int latentDimensions,
    NoiseType noise,
    double noiseFloor,
    FactorModel.Rotation rotation,
    FactorSpec.Method method)
    implements ModelConfig {
  private static final Set<String> PATHS =
      Set.of("model.latent-dimensions", "model.noise-floor", "model.rotation", "model.method");

  static final ModelType PPCA =
      new ModelType(FactorModel.PPCA, PATHS, (model, all) -> of(true, model, all));
  static final ModelType FACTOR_ANALYSIS =
      new ModelType(FactorModel.FACTOR_ANALYSIS, PATHS, (model, all) -> of(false, model, all));

  private static FactorConfig of(boolean isotropic, Section section, Settings settings) {
    FactorModel.Rotation rotation =
        section.choice("rotation", FactorModel.Rotation.values(), FactorModel.Rotation::label);
    if (isotropic && rotation != FactorModel.Rotation.PRINCIPAL) {
      throw JobException.usage(
          "model.rotation: must be principal for type = ppca but was " + rotation.label());
    }
    double floor = isotropic ? FactorSpec.PPCA_FLOOR : FactorSpec.FACTOR_ANALYSIS_FLOOR;
    return new FactorConfig(
        LatentDimensions.of(section, settings),
        isotropic ? NoiseType.ISOTROPIC : NoiseType.DIAGONAL,
        section.has("noise-floor") ? section.number("noise-floor", 1) : floor,
        rotation,
        section.choice("method", FactorSpec.Method.values(), FactorSpec.Method::label));
  }

  @Override
  public String type() {
    return noise == NoiseType.ISOTROPIC ? PPCA.name() : FACTOR_ANALYSIS.name();
  }

  @Override
  public TrainingJob job(JobContext context) {
    return FactorJob.checked(context, this);
  }

  @Override
  public String startText(TrainingConfig training) {
    return training.initialModel() == null ? "" : "from a model, ";
  }

  /** What to train, with a number of factors. */
  FactorSpec spec(int factors, long seed) {
    return new FactorSpec(factors, noise, noiseFloor, rotation, method, seed);
  }
}
