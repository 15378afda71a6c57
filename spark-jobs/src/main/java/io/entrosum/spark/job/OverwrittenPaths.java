package io.entrosum.spark.job;

import io.entrosum.spark.storage.FileSystems;
import io.entrosum.spark.storage.OutputFolder;
import org.jspecify.annotations.Nullable;

/** Refuses an output that would take with it what a command reads. */
final class OverwrittenPaths {
  private OverwrittenPaths() {}

  /**
   * Refuses to overwrite the input, or a folder that has it or a model in it. The model from which
   * a training begins may be the very output that it replaces.
   *
   * @param model that the command reads, or null
   * @throws JobException if the output is one of them, or has one in it
   */
  static void refuse(JobContext context, @Nullable String model) {
    if (context.config().output().mode() != OutputFolder.Mode.OVERWRITE) {
      return;
    }
    String target = context.config().output().requirePath();
    refuse(context, target, "input.path", context.config().input().path(), true);
    refuse(context, target, "the model", model, true);
    String initial = context.config().training().initialModel();
    refuse(context, target, "training.initial-model", initial, false);
  }

  private static void refuse(
      JobContext context, String target, String what, @Nullable String read, boolean equal) {
    if (read == null) {
      return;
    }
    if (FileSystems.isIn(target, read, context.hadoop())
        && (equal || !FileSystems.isIn(read, target, context.hadoop()))) {
      throw JobException.usage(
          "output.path: "
              + target
              + " has "
              + what
              + " = "
              + read
              + " in it, which output.mode = overwrite would remove (give another output.path)");
    }
  }
}
