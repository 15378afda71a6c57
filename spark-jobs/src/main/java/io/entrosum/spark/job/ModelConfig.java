package io.entrosum.spark.job;

import io.entrosum.init.InitMode;

/** The section {@code model}: what is to be trained. One implementation a kind of training. */
interface ModelConfig {
  /** The type, as in the configuration. */
  String type();

  /** Makes all checks of a training that need no Spark. */
  TrainingJob job(JobContext context);

  /** Where training starts, as the section {@code training} says. */
  default InitMode init(Section training) {
    return training.choice("init", InitMode.values(), InitMode::label);
  }

  /** The same, as the configuration has it. */
  default String initLabel(Section training) {
    return init(training).label();
  }

  /** Where training starts, for a person; ends with a comma where there is something to say. */
  String startText(TrainingConfig training);

  /**
   * Refuses what means nothing where {@code select} tries this model.
   *
   * @throws JobException if a key does not fit, or the training starts where candidates cannot
   */
  default void checkSelection(SelectConfig select, TrainingConfig training) {
    if (training.init() == InitMode.MODEL) {
      throw JobException.usage(
          "training.init: model is one candidate, and select wants several (leave it out, or use"
              + " train)");
    }
    if (!(select.components().isEmpty()
        && select.covariances().isEmpty()
        && select.families().isEmpty())) {
      throw JobException.usage(
          "select.components, select.covariance, select.columns: mean nothing for type = "
              + type()
              + " (select.latent-dimensions)");
    }
  }
}
