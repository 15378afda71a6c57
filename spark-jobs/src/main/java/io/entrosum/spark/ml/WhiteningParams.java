package io.entrosum.spark.ml;

import io.entrosum.model.Whitening;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.shared.HasHandleInvalid;
import org.apache.spark.ml.param.shared.HasInputCol;
import org.apache.spark.ml.param.shared.HasOutputCol;

/** The parameters of a {@link WhiteningModel}. */
public interface WhiteningParams extends HasInputCol, HasOutputCol, HasHandleInvalid {
  /** Makes the parameters of a new stage and sets the defaults. */
  static void init(WhiteningParams stage) {
    HasInputCol.$init$(stage);
    HasOutputCol.$init$(stage);
    HasHandleInvalid.$init$(stage);
    List<String> modes = Arrays.stream(Whitening.Mode.values()).map(Whitening.Mode::label).toList();
    stage
        .store()
        .add(
            new Param<String>(
                stage,
                "mode",
                "What whitened rows are: zca (symmetric, D numbers) or pca (along the principal"
                    + " axes, H numbers).",
                ParamValidators.inArray(modes)));
    stage.setDefault(stage.inputCol(), "features");
    stage.setDefault(stage.outputCol(), "whitened");
    stage.setDefault(stage.handleInvalid(), CommonParams.ERROR);
    stage.setDefault(stage.mode(), Whitening.Mode.ZCA.label());
  }

  /** Where this stage keeps its parameters. */
  ParamStore store();

  @Override
  default Param<String> inputCol() {
    return store().text("inputCol");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasInputCol$_setter_$inputCol_$eq(Param<String> p) {
    store().add(p);
  }

  @Override
  default Param<String> outputCol() {
    return store().text("outputCol");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasOutputCol$_setter_$outputCol_$eq(
      Param<String> p) {
    store().add(p);
  }

  @Override
  default Param<String> handleInvalid() {
    return store().text("handleInvalid");
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasHandleInvalid$_setter_$handleInvalid_$eq(
      Param<String> p) {
    store().add(p);
  }

  /** What whitened rows are. */
  default Param<String> mode() {
    return store().text("mode");
  }

  /** The value of {@link #mode()}. */
  default String getMode() {
    return getOrDefault(mode());
  }
}
