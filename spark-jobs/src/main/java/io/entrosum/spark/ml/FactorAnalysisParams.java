package io.entrosum.spark.ml;

import io.entrosum.init.FactorSpec;
import io.entrosum.model.FactorModel;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/** The parameters that a {@link FactorAnalysis} and its {@link FactorAnalysisModel} share. */
public interface FactorAnalysisParams extends FactorParams {
  /** Makes the parameters of a new stage and sets the defaults, which are those of the engine. */
  static void init(FactorAnalysisParams stage) {
    FactorParams.init(stage, FactorSpec.FACTOR_ANALYSIS_FLOOR);
    List<String> rotations =
        Arrays.stream(FactorModel.Rotation.values()).map(FactorModel.Rotation::label).toList();
    stage
        .store()
        .add(
            new Param<String>(
                stage,
                "rotation",
                "What loadings are rotated to: " + String.join(", ", rotations) + ".",
                ParamValidators.inArray(rotations)));
    stage.setDefault(stage.rotation(), FactorModel.Rotation.PRINCIPAL.label());
  }

  /** What loadings are rotated to. */
  default Param<String> rotation() {
    return store().text("rotation");
  }

  /** The value of {@link #rotation()}. */
  default String getRotation() {
    return getOrDefault(rotation());
  }
}
