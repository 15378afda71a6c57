package io.entrosum.spark.ml;

import io.entrosum.init.InitMode;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.param.shared.HasFeaturesCol;

/** The parameters that a {@link GaussianMixture} and its {@link GaussianMixtureModel} share. */
public interface GaussianMixtureParams extends CommonParams, HasFeaturesCol {
  /** Makes the parameters of a new stage and sets the defaults, which are those of the engine. */
  static void init(GaussianMixtureParams stage) {
    HasFeaturesCol.$init$(stage);
    CommonParams.init(stage, List.of(InitMode.values()));
    ParamStore store = stage.store();
    store.add(
        new StringArrayParam(
            stage, "featuresCols", "names of several features columns, instead of featuresCol"));
    store.add(
        new Param<String>(
            stage, "initialModel", "Folder of a saved model that training starts from."));
    stage.setDefault(stage.initialModel(), "");
  }

  @Override
  default Param<String> featuresCol() {
    return store().text("featuresCol");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasFeaturesCol$_setter_$featuresCol_$eq(
      Param<String> p) {
    store().add(p);
  }

  /** Folder of the model that training starts from. */
  default Param<String> initialModel() {
    return store().text("initialModel");
  }

  /** The names of the features columns, from whichever of the two parameters is used. */
  @Override
  default List<String> featureColumnNames() {
    String[] several = getFeaturesCols();
    return several.length > 0 ? List.of(several) : List.of(getFeaturesCol());
  }
}
