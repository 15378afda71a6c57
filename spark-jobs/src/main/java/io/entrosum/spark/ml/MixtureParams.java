package io.entrosum.spark.ml;

import io.entrosum.family.ExponentialFamily;
import io.entrosum.init.InitMode;
import io.entrosum.init.TableSpec;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;

/** The parameters that a {@link Mixture} and its {@link MixtureModel} share. */
public interface MixtureParams extends CovarianceParams {
  /** Makes the parameters of a new stage and sets the defaults, which are those of the engine. */
  static void init(MixtureParams stage) {
    CovarianceParams.init(stage, List.of(InitMode.K_MEANS, InitMode.RANDOM));
    ParamStore store = stage.store();
    CommonParams.allowKeep(stage, "null, NaN and unknown categories");
    store.add(
        new StringArrayParam(
            stage,
            "featuresCols",
            "Names of the features columns: numbers, strings, booleans, vectors, arrays."));
    addFamilies(stage);
    stage.setDefault(stage.families(), new String[0]);
    stage.setDefault(stage.family(), TableSpec.GAUSSIAN);
    stage.setDefault(stage.groups(), new String[0]);
    stage.setDefault(stage.parameterFloor(), ExponentialFamily.DEFAULT_FLOOR);
  }

  private static void addFamilies(MixtureParams stage) {
    ParamStore store = stage.store();
    store.add(
        new StringArrayParam(
            stage,
            "families",
            "Families of single columns as column=family, e.g. visits=poisson or"
                + " hits=binomial(trials=16)."));
    store.add(
        new Param<String>(stage, "family", "Family of the columns that families does not name."));
    store.add(
        new StringArrayParam(
            stage,
            "groups",
            "Groups of Gaussian columns as column=group, e.g. length=size; groups are independent"
                + " of each other given the component, each with covariances of covarianceType."));
    store.add(
        new DoubleParam(
            stage,
            "parameterFloor",
            "Bounds the parameters of families other than the Gaussian (>= 0 and < 0.5).",
            ParamValidators.inRange(0, .5, true, false)));
  }

  /** Families of single columns. */
  default StringArrayParam families() {
    return store().texts("families");
  }

  /** Family of all other columns. */
  default Param<String> family() {
    return store().text("family");
  }

  /** Groups of Gaussian columns. */
  default StringArrayParam groups() {
    return store().texts("groups");
  }

  /** Bound of the parameters of families other than the Gaussian. */
  default DoubleParam parameterFloor() {
    return store().real("parameterFloor");
  }

  /** The value of {@link #families()}, each {@code column=family}. */
  default String[] getFamilies() {
    return getOrDefault(families());
  }

  /** The value of {@link #family()}. */
  default String getFamily() {
    return getOrDefault(family());
  }

  /** The value of {@link #groups()}, each {@code column=group}. */
  default String[] getGroups() {
    return getOrDefault(groups());
  }

  /** The value of {@link #parameterFloor()}. */
  default double getParameterFloor() {
    return (Double) getOrDefault(parameterFloor());
  }

  @Override
  default List<String> featureColumnNames() {
    return List.of(getFeaturesCols());
  }
}
