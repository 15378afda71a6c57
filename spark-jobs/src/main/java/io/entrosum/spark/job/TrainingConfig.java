package io.entrosum.spark.job;

import io.entrosum.init.InitMode;
import io.entrosum.train.StoppingRule;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code training}.
 *
 * @param initialModel the folder of a trained model, for {@link InitMode#MODEL}
 * @param checkpointInterval iterations from checkpoint to checkpoint; 0: there are none
 */
record TrainingConfig(
    long seed,
    StoppingRule stopping,
    int restarts,
    InitMode init,
    @Nullable String initialModel,
    int checkpointInterval) {

  static TrainingConfig of(Section section, ModelConfig model) {
    InitMode init = model.init(section);
    String initialModel = section.optionalText("initial-model");
    if (init == InitMode.MODEL && initialModel == null) {
      throw JobException.usage("training.initial-model: must be set for training.init = model");
    }
    if (init != InitMode.MODEL && initialModel != null) {
      throw JobException.usage(
          "training.initial-model: needs training.init = model but was "
              + model.initLabel(section));
    }
    return new TrainingConfig(
        section.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
        new StoppingRule(
            (int) section.integer("max-iterations", 0, Integer.MAX_VALUE),
            section.number("tolerance", Double.POSITIVE_INFINITY)),
        (int) section.integer("restarts", 1, 1_000_000),
        init,
        initialModel,
        (int) section.integer("checkpoint-interval", 0, Integer.MAX_VALUE));
  }
}
