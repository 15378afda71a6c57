package io.entrosum.spark.ml;

import io.entrosum.data.BlockBuilder;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.init.InitMode;
import io.entrosum.train.StoppingRule;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters that every estimator of mixtures and its model share: those of MLlib under MLlib's
 * names, and ours.
 */
public interface CommonParams extends SharedParams {
  /** The value of {@code handleInvalid} that makes a bad row an error. */
  String ERROR = "error";

  /** The value of {@code handleInvalid} that leaves bad rows out. */
  String SKIP = "skip";

  /** The value of {@code handleInvalid} that takes bad values as missing, where it is allowed. */
  String KEEP = "keep";

  /**
   * Makes the parameters of a new stage and sets the defaults, which are those of the engine.
   *
   * @param modes where training may start
   */
  static void init(CommonParams stage, List<InitMode> modes) {
    SharedParams.init(stage);
    addModelParams(stage);
    addStartParams(stage, modes);
    stage.setDefault(stage.maxIter(), StoppingRule.DEFAULT_MAX_ITERATIONS);
    stage.setDefault(stage.tol(), StoppingRule.DEFAULT_TOLERANCE);
    stage.setDefault(stage.seed(), 1L);
    stage.setDefault(stage.handleInvalid(), ERROR);
    stage.setDefault(stage.weightCol(), "");
  }

  private static void addModelParams(CommonParams stage) {
    ParamStore store = stage.store();
    store.add(
        new IntParam(
            stage, "k", "Number of components of the mixture (>= 1).", ParamValidators.gtEq(1)));
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
    store.add(
        new Param<String>(
            stage,
            "logDensityCol",
            "Column name for the natural logarithm of the density of a row; not written if empty."));
    stage.setDefault(stage.k(), 2);
    stage.setDefault(stage.covarianceType(), CovarianceType.FULL.label());
    stage.setDefault(stage.covarianceFloor(), CovarianceFloor.DEFAULT_RELATIVE);
    stage.setDefault(stage.logDensityCol(), "");
  }

  private static void addStartParams(CommonParams stage, List<InitMode> modes) {
    ParamStore store = stage.store();
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
    stage.setDefault(stage.initMode(), InitMode.K_MEANS.label());
    stage.setDefault(stage.numInit(), 1);
  }

  /** Number of components. */
  default IntParam k() {
    return store().integer("k");
  }

  /** Shape of the covariances. */
  default Param<String> covarianceType() {
    return store().text("covarianceType");
  }

  /** Least variance, relative to that of the columns. */
  default DoubleParam covarianceFloor() {
    return store().real("covarianceFloor");
  }

  /** Names of the features columns. */
  default StringArrayParam featuresCols() {
    return store().texts("featuresCols");
  }

  /** Column of the log density of a row. */
  default Param<String> logDensityCol() {
    return store().text("logDensityCol");
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

  /** The value of {@link #covarianceType()}. */
  default String getCovarianceType() {
    return getOrDefault(covarianceType());
  }

  /** The value of {@link #covarianceFloor()}. */
  default double getCovarianceFloor() {
    return (Double) getOrDefault(covarianceFloor());
  }

  /** The value of {@link #featuresCols()}, empty if it is not set. */
  default String[] getFeaturesCols() {
    return isDefined(featuresCols()) ? getOrDefault(featuresCols()) : new String[0];
  }

  /** The value of {@link #logDensityCol()}. */
  default String getLogDensityCol() {
    return getOrDefault(logDensityCol());
  }

  /** The value of {@link #initMode()}. */
  default String getInitMode() {
    return getOrDefault(initMode());
  }

  /** The value of {@link #numInit()}. */
  default int getNumInit() {
    return (Integer) getOrDefault(numInit());
  }

  /** The names of the features columns. */
  List<String> featureColumnNames();

  /** The size of a block that the parameter stands for, in bytes. */
  default long blockBytes() {
    double megabytes = getMaxBlockSizeInMB();
    return megabytes > 0
        ? Math.max(1, Math.round(megabytes * (1 << 20)))
        : BlockBuilder.DEFAULT_BYTES;
  }
}
