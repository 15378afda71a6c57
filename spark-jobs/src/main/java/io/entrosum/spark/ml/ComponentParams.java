package io.entrosum.spark.ml;

import io.entrosum.init.InitMode;
import java.util.List;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.shared.HasPredictionCol;
import org.apache.spark.ml.param.shared.HasProbabilityCol;

/** The parameters that every estimator of mixtures and its model share. */
public interface ComponentParams extends DensityParams, HasPredictionCol, HasProbabilityCol {
  /**
   * Makes the parameters of a new stage and sets the defaults, which are those of the engine.
   *
   * @param modes where training may start
   */
  static void init(ComponentParams stage, List<InitMode> modes) {
    CommonParams.init(stage);
    DensityParams.init(stage, "");
    HasPredictionCol.$init$(stage);
    HasProbabilityCol.$init$(stage);
    ParamStore store = stage.store();
    store.add(
        new IntParam(
            stage, "k", "Number of components of the mixture (>= 1).", ParamValidators.gtEq(1)));
    List<String> labels = modes.stream().map(InitMode::label).toList();
    store.add(
        new Param<String>(
            stage,
            "initMode",
            "Where training starts: " + String.join(", ", labels) + ".",
            ParamValidators.inArray(labels)));
    store.add(
        new IntParam(
            stage,
            "numInit",
            "Number of starts, of which the one with the highest bound is kept (>= 1).",
            ParamValidators.gtEq(1)));
    stage.setDefault(stage.k(), 2);
    stage.setDefault(stage.initMode(), InitMode.K_MEANS.label());
    stage.setDefault(stage.numInit(), 1);
  }

  @Override
  default Param<String> predictionCol() {
    return store().text("predictionCol");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasPredictionCol$_setter_$predictionCol_$eq(
      Param<String> p) {
    store().add(p);
  }

  @Override
  default Param<String> probabilityCol() {
    return store().text("probabilityCol");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasProbabilityCol$_setter_$probabilityCol_$eq(
      Param<String> p) {
    store().add(p);
  }

  /** Number of components. */
  default IntParam k() {
    return store().integer("k");
  }

  /** Where training starts. */
  default Param<String> initMode() {
    return store().text("initMode");
  }

  /** Number of starts. */
  default IntParam numInit() {
    return store().integer("numInit");
  }

  /** The value of {@link #k()}. */
  default int getK() {
    return (Integer) getOrDefault(k());
  }

  /** The value of {@link #initMode()}. */
  default String getInitMode() {
    return getOrDefault(initMode());
  }

  /** The value of {@link #numInit()}. */
  default int getNumInit() {
    return (Integer) getOrDefault(numInit());
  }
}
