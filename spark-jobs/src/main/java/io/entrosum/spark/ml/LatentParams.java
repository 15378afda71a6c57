package io.entrosum.spark.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamValidators;

/** The parameters of linear Gaussian models: by themselves, or as components of a mixture. */
public interface LatentParams extends VectorParams {
  /**
   * Makes the parameters of a new stage and sets the defaults, which are those of the engine.
   *
   * @param noiseFloor the floor where nothing else is said
   */
  static void init(LatentParams stage, double noiseFloor) {
    ParamStore store = stage.store();
    store.add(
        new IntParam(
            stage,
            "latentDimensions",
            "Number of factors, or principal axes (>= 1 and less than the number of features).",
            ParamValidators.gtEq(1)));
    store.add(
        new DoubleParam(
            stage,
            "noiseFloor",
            "Least noise variance, in units of the columns' variances (>= 0 and < 1; 0 for none)",
            ParamValidators.inRange(0, 1, true, false)));
    CommonParams.allowKeep(stage, "null and NaN");
    stage.setDefault(stage.noiseFloor(), noiseFloor);
  }

  /** Number of factors. */
  default IntParam latentDimensions() {
    return store().integer("latentDimensions");
  }

  /** Least noise variance, relative to that of the columns. */
  default DoubleParam noiseFloor() {
    return store().real("noiseFloor");
  }

  /**
   * The value of {@link #latentDimensions()}.
   *
   * @throws IllegalArgumentException if it is not set: it has no default
   */
  default int getLatentDimensions() {
    if (!isDefined(latentDimensions())) {
      throw new IllegalArgumentException(
          "latentDimensions: must be set, there is no default; it is the number of factors");
    }
    return (Integer) getOrDefault(latentDimensions());
  }

  /** The value of {@link #noiseFloor()}. */
  default double getNoiseFloor() {
    return (Double) getOrDefault(noiseFloor());
  }
}
