package io.entrosum.spark.ml;

import io.entrosum.data.BlockBuilder;
import io.entrosum.train.StoppingRule;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters that every estimator and its model share: those of MLlib under MLlib's names, and
 * ours.
 */
public interface CommonParams extends SharedParams {
  /** The value of {@code handleInvalid} that makes a bad row an error. */
  String ERROR = "error";

  /** The value of {@code handleInvalid} that leaves bad rows out. */
  String SKIP = "skip";

  /** The value of {@code handleInvalid} that takes bad values as missing, where it is allowed. */
  String KEEP = "keep";

  /** Makes the parameters of a new stage and sets the defaults, which are those of the engine. */
  static void init(CommonParams stage) {
    SharedParams.init(stage);
    stage.setDefault(stage.maxIter(), StoppingRule.DEFAULT_MAX_ITERATIONS);
    stage.setDefault(stage.tol(), StoppingRule.DEFAULT_TOLERANCE);
    stage.setDefault(stage.seed(), 1L);
    stage.setDefault(stage.handleInvalid(), ERROR);
    stage.setDefault(stage.weightCol(), "");
  }

  /**
   * Lets {@code handleInvalid} be {@link #KEEP} too.
   *
   * @param values what may be invalid, for the documentation
   */
  static void allowKeep(CommonParams stage, String values) {
    stage
        .store()
        .add(
            new Param<String>(
                stage,
                "handleInvalid",
                "What happens to "
                    + values
                    + ": error, skip (the row is left out) or keep (the value is missing, and"
                    + " marginalised).",
                ParamValidators.inArray(List.of(ERROR, SKIP, KEEP))));
    stage.setDefault(stage.handleInvalid(), ERROR);
  }

  /** Names of the features columns. */
  default StringArrayParam featuresCols() {
    return store().texts("featuresCols");
  }

  /** The value of {@link #featuresCols()}, empty if it is not set. */
  default String[] getFeaturesCols() {
    return isDefined(featuresCols()) ? getOrDefault(featuresCols()) : new String[0];
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
