package io.entrosum.spark.ml;

import io.entrosum.init.FactorSpec;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/** The parameters that {@link ProbabilisticPca}, {@link FactorAnalysis} and their models share. */
public interface FactorParams extends LatentParams, DensityParams {
  /**
   * Makes the parameters of a new stage and sets the defaults, which are those of the engine.
   *
   * @param noiseFloor the floor where nothing else is said
   */
  static void init(FactorParams stage, double noiseFloor) {
    VectorParams.init(stage);
    CommonParams.init(stage);
    DensityParams.init(stage, "log_density");
    LatentParams.init(stage, noiseFloor);
    ParamStore store = stage.store();
    List<String> methods =
        Arrays.stream(FactorSpec.Method.values()).map(FactorSpec.Method::label).toList();
    store.add(
        new Param<String>(
            stage,
            "method",
            "How to train: moments (one pass, D x D numbers), passes (a pass an iteration, D x H"
                + " numbers, sparse rows stay sparse), auto (moments if they fit into memory).",
            ParamValidators.inArray(methods)));
    store.add(
        new Param<String>(
            stage,
            "latentCol",
            "Column name for the posterior means of the factors; not written if empty."));
    store.add(
        new Param<String>(
            stage,
            "reconstructionCol",
            "Column name for the rows that the factors stand for; not written if empty."));
    stage.setDefault(stage.method(), FactorSpec.Method.AUTO.label());
    stage.setDefault(stage.latentCol(), "latent");
    stage.setDefault(stage.reconstructionCol(), "");
  }

  /** How to train. */
  default Param<String> method() {
    return store().text("method");
  }

  /** Column of the posterior means of the factors. */
  default Param<String> latentCol() {
    return store().text("latentCol");
  }

  /** Column of the rows that the factors stand for. */
  default Param<String> reconstructionCol() {
    return store().text("reconstructionCol");
  }

  /** The value of {@link #method()}. */
  default String getMethod() {
    return getOrDefault(method());
  }

  /** The value of {@link #latentCol()}. */
  default String getLatentCol() {
    return getOrDefault(latentCol());
  }

  /** The value of {@link #reconstructionCol()}. */
  default String getReconstructionCol() {
    return getOrDefault(reconstructionCol());
  }
}
