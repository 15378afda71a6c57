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
 * The parameters that a {@link GaussianMixture} and its {@link GaussianMixtureModel} share: those
 * of MLlib under MLlib's names, and ours.
 */
public interface GaussianMixtureParams extends SharedParams {
  /** The value of {@code handleInvalid} that makes a bad row an error. */
  String ERROR = "error";

  /** The value of {@code handleInvalid} that leaves bad rows out. */
  String SKIP = "skip";

  /** Makes the parameters of a new stage and sets the defaults, which are those of the engine. */
  static void init(GaussianMixtureParams stage) {
    SharedParams.init(stage);
    addModelParams(stage);
    addStartParams(stage);
    stage.setDefault(stage.maxIter(), StoppingRule.DEFAULT_MAX_ITERATIONS);
    stage.setDefault(stage.tol(), StoppingRule.DEFAULT_TOLERANCE);
    stage.setDefault(stage.seed(), 1L);
    stage.setDefault(stage.handleInvalid(), ERROR);
    stage.setDefault(stage.weightCol(), "");
  }

  private static void addModelParams(GaussianMixtureParams stage) {
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
        new StringArrayParam(
            stage, "featuresCols", "names of several features columns, instead of featuresCol"));
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

  private static void addStartParams(GaussianMixtureParams stage) {
    ParamStore store = stage.store();
    store.add(
        new Param<String>(
            stage,
            "initMode",
            "Where training starts: " + InitMode.labels() + ".",
            ParamValidators.inArray(
                Arrays.stream(InitMode.values()).map(InitMode::label).toList())));
    store.add(
        new Param<String>(
            stage, "initialModel", "Folder of a saved model that training starts from."));
    store.add(
        new IntParam(
            stage,
            "numInit",
            "Number of starts, of which the one with the highest bound is kept (>= 1).",
            ParamValidators.gtEq(1)));
    stage.setDefault(stage.initMode(), InitMode.K_MEANS.label());
    stage.setDefault(stage.initialModel(), "");
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

  /** Several features columns, instead of {@code featuresCol}. */
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

  /** Folder of the model that training starts from. */
  default Param<String> initialModel() {
    return store().text("initialModel");
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

  /** The names of the features columns, from whichever of the two parameters is used. */
  default List<String> featureColumnNames() {
    String[] several = getFeaturesCols();
    return several.length > 0 ? List.of(several) : List.of(getFeaturesCol());
  }

  /** The size of a block that the parameter stands for, in bytes. */
  default long blockBytes() {
    double megabytes = getMaxBlockSizeInMB();
    return megabytes > 0
        ? Math.max(1, Math.round(megabytes * (1 << 20)))
        : BlockBuilder.DEFAULT_BYTES;
  }
}
