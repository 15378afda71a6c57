package io.entrosum.spark.ml;

import io.entrosum.init.InitMode;
import java.util.List;
import org.apache.spark.ml.param.Param;

/** The parameters that a {@link GaussianMixture} and its {@link GaussianMixtureModel} share. */
public interface GaussianMixtureParams extends CovarianceParams, VectorParams {
  /** Makes the parameters of a new stage and sets the defaults, which are those of the engine. */
  static void init(GaussianMixtureParams stage) {
    VectorParams.init(stage);
    CovarianceParams.init(stage, List.of(InitMode.values()));
    stage
        .store()
        .add(
            new Param<String>(
                stage, "initialModel", "Folder of a saved model that training starts from."));
    stage.setDefault(stage.initialModel(), "");
  }

  /** Folder of the model that training starts from. */
  default Param<String> initialModel() {
    return store().text("initialModel");
  }
}
