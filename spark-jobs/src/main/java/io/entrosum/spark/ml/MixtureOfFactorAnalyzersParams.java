package io.entrosum.spark.ml;

import io.entrosum.family.NoiseType;
import io.entrosum.init.FactorMixtureSpec;
import io.entrosum.init.InitMode;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/**
 * The parameters that a {@link MixtureOfFactorAnalyzers} and its {@link
 * MixtureOfFactorAnalyzersModel} share.
 */
public interface MixtureOfFactorAnalyzersParams extends ComponentParams, LatentParams {
  /** Makes the parameters of a new stage and sets the defaults, which are those of the engine. */
  static void init(MixtureOfFactorAnalyzersParams stage) {
    VectorParams.init(stage);
    ComponentParams.init(stage, List.of(InitMode.K_MEANS, InitMode.RANDOM));
    LatentParams.init(stage, FactorMixtureSpec.DEFAULT_FLOOR);
    stage
        .store()
        .add(
            new Param<String>(
                stage,
                "noise",
                "Shape of the noise: diagonal (factor analysers) or isotropic (probabilistic PCA).",
                ParamValidators.inArray(
                    List.of(NoiseType.DIAGONAL.label(), NoiseType.ISOTROPIC.label()))));
    stage.setDefault(stage.noise(), NoiseType.DIAGONAL.label());
  }

  /** Shape of the noise. */
  default Param<String> noise() {
    return store().text("noise");
  }

  /** The value of {@link #noise()}. */
  default String getNoise() {
    return getOrDefault(noise());
  }
}
