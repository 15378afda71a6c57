package io.entrosum.spark.ml;

import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.param.shared.HasFeaturesCol;

/** The parameters of stages whose features are numbers: one column of vectors, or several. */
public interface VectorParams extends CommonParams, HasFeaturesCol {
  /** Makes the parameters of a new stage. */
  static void init(VectorParams stage) {
    HasFeaturesCol.$init$(stage);
    stage
        .store()
        .add(
            new StringArrayParam(
                stage,
                "featuresCols",
                "names of several features columns, instead of featuresCol"));
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

  /** The names of the features columns, from whichever of the two parameters is used. */
  @Override
  default List<String> featureColumnNames() {
    String[] several = getFeaturesCols();
    return several.length > 0 ? List.of(several) : List.of(getFeaturesCol());
  }
}
