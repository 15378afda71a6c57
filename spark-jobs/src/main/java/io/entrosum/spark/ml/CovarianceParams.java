package io.entrosum.spark.ml;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.init.InitMode;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/** The parameters of mixtures with Gaussian columns. */
public interface CovarianceParams extends ComponentParams {
  /**
   * Makes the parameters of a new stage and sets the defaults, which are those of the engine.
   *
   * @param modes where training may start
   */
  static void init(CovarianceParams stage, List<InitMode> modes) {
    ComponentParams.init(stage, modes);
    ParamStore store = stage.store();
    store.add(
        new Param<String>(
            stage,
            "covarianceType",
            "Shape of the covariances: " + CovarianceType.labels() + ".",
            ParamValidators.inArray(
                Arrays.stream(CovarianceType.values()).map(CovarianceType::label).toList())));
    store.add(
        new DoubleParam(
            stage,
            "covarianceFloor",
            "Least variance of a component in any direction, in units of the columns' variances"
                + " (>= 0 and < 1; 0 for none)",
            ParamValidators.inRange(0, 1, true, false)));
    stage.setDefault(stage.covarianceType(), CovarianceType.FULL.label());
    stage.setDefault(stage.covarianceFloor(), CovarianceFloor.DEFAULT_RELATIVE);
  }

  /** Shape of the covariances. */
  default Param<String> covarianceType() {
    return store().text("covarianceType");
  }

  /** Least variance, relative to that of the columns. */
  default DoubleParam covarianceFloor() {
    return store().real("covarianceFloor");
  }

  /** The value of {@link #covarianceType()}. */
  default String getCovarianceType() {
    return getOrDefault(covarianceType());
  }

  /** The value of {@link #covarianceFloor()}. */
  default double getCovarianceFloor() {
    return (Double) getOrDefault(covarianceFloor());
  }
}
