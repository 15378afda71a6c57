package io.entrosum.spark.job;

import io.entrosum.spark.storage.OutputFolder;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code output}.
 *
 * @param path the folder to write
 * @param format of rows that are written
 * @param mlflow where MLflow is told of a training
 */
record OutputConfig(
    @Nullable String path, OutputFolder.Mode mode, String format, MlflowConfig mlflow) {
  static OutputConfig of(Section section) {
    return new OutputConfig(
        section.optionalText("path"),
        section.choice("mode", OutputFolder.Mode.values(), OutputFolder.Mode::label),
        section.text("format"),
        MlflowConfig.of(section));
  }

  /** The same for a command that cannot go on where it was interrupted. */
  OutputConfig refuseResume(String command) {
    if (mode == OutputFolder.Mode.RESUME) {
      throw JobException.usage(
          "output.mode: must be fail or overwrite for " + command + " but was resume");
    }
    return this;
  }

  /** The folder to write, which has to be set. */
  String requirePath() {
    if (path == null) {
      throw JobException.usage("output.path: must be set (with --config or --set)");
    }
    return path;
  }
}
