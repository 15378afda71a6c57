package io.entrosum.spark.ml;

import org.apache.spark.ml.param.Param;

/** The parameter of stages whose model gives a row a density. */
public interface DensityParams extends CommonParams {
  /**
   * Makes the parameter of a new stage and sets its default.
   *
   * @param column the name where nothing else is said; empty: not written
   */
  static void init(DensityParams stage, String column) {
    stage
        .store()
        .add(
            new Param<String>(
                stage,
                "logDensityCol",
                "Column name for the natural logarithm of the density of a row; not written if"
                    + " empty."));
    stage.setDefault(stage.logDensityCol(), column);
  }

  /** Column of the log density of a row. */
  default Param<String> logDensityCol() {
    return store().text("logDensityCol");
  }

  /** The value of {@link #logDensityCol()}. */
  default String getLogDensityCol() {
    return getOrDefault(logDensityCol());
  }
}
