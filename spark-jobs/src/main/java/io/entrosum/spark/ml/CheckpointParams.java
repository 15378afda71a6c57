package io.entrosum.spark.ml;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasCheckpointInterval;

/**
 * The parameters of checkpoints, which estimators have and models have not. Unlike in MLlib,
 * checkpoints are not parts of caches but models, and an interval without a folder is an error.
 */
public interface CheckpointParams extends HasCheckpointInterval {
  /** Makes the parameters of a new estimator and sets the defaults. */
  static void init(CheckpointParams stage) {
    HasCheckpointInterval.$init$(stage);
    stage
        .store()
        .add(
            new IntParam(
                stage,
                "checkpointInterval",
                "Iterations from checkpoint to checkpoint in checkpointDir (>= 1), or -1: none are"
                    + " written nor gone on from.",
                stage.checkpointInterval().isValid()));
    stage
        .store()
        .add(
            new Param<String>(
                stage,
                "checkpointDir",
                "Folder where fits keep how far they are, each in its own folder, and go on from"
                    + " what an interrupted one of the same parameters and data left; none if"
                    + " empty."));
    stage.setDefault(stage.checkpointInterval(), 10);
    stage.setDefault(stage.checkpointDir(), "");
  }

  /** Where this stage keeps its parameters. */
  ParamStore store();

  @Override
  default IntParam checkpointInterval() {
    return store().integer("checkpointInterval");
  }

  @Override
  default void
      org$apache$spark$ml$param$shared$HasCheckpointInterval$_setter_$checkpointInterval_$eq(
          IntParam p) {
    store().add(p);
  }

  /** Folder of checkpoints. */
  default Param<String> checkpointDir() {
    return store().text("checkpointDir");
  }

  /** The value of {@link #checkpointDir()}, empty if there are no checkpoints. */
  default String getCheckpointDir() {
    return getOrDefault(checkpointDir());
  }
}
