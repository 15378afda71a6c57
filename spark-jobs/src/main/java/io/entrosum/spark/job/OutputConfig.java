package io.entrosum.spark.job;

import io.entrosum.spark.storage.OutputFolder;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code output}.
 *
 * @param path the folder to write
 * @param format of rows that are written
 */
record OutputConfig(@Nullable String path, OutputFolder.Mode mode, String format) {
  static OutputConfig of(Section section) {
    return new OutputConfig(
        section.optionalText("path"),
        section.choice("mode", OutputFolder.Mode.values(), OutputFolder.Mode::label, "resume"),
        section.text("format"));
  }

  /** The folder to write, which has to be set. */
  String requirePath() {
    if (path == null) {
      throw JobException.usage("output.path: must be set (with --config or --set)");
    }
    return path;
  }
}
