package io.entrosum.spark.job;

import org.jspecify.annotations.Nullable;

/** The model that a command works with: its option, or the key {@code score.model}. */
final class ModelOption {
  private ModelOption() {}

  /** Where it is; null if none is given. */
  static @Nullable String location(@Nullable String option, JobContext context) {
    return option != null ? option : context.config().score().model();
  }

  static SavedModel load(@Nullable String option, JobContext context) {
    if (option != null) {
      return SavedModel.load("--model", option, context.hadoop());
    }
    String key = context.config().score().model();
    if (key == null) {
      throw JobException.usage("--model: must be given (or score.model set)");
    }
    return SavedModel.load("score.model", key, context.hadoop());
  }
}
