package io.entrosum.spark.job;

import io.entrosum.init.AmortisedCodingSpec;
import io.entrosum.init.InitMode;
import io.entrosum.vae.Architecture;

/**
 * The section {@code model} of sparse coding whose posteriors are those of a network, and what only
 * it has in the section {@code training}.
 *
 * @param spec what to train; of one column, as the columns are known with the data
 * @param init where training starts
 */
record AmortisedCodingConfig(AmortisedCodingSpec spec, InitMode init) implements ModelConfig {
  private static final int MOST_LATENTS = 1 << 16;

  static AmortisedCodingConfig of(Section section, Settings settings) {
    if (!section.has("latent-dimensions")) {
      LatentDimensions.check(0);
    }
    Section training = settings.section("training");
    try {
      Architecture architecture =
          Architecture.dictionary(
              1,
              (int) section.integer("latent-dimensions", 1, MOST_LATENTS),
              NetworkConfig.network(section, "encoder"),
              (int) section.integer("posterior-rank", 0, Integer.MAX_VALUE));
      return new AmortisedCodingConfig(
          new AmortisedCodingSpec(
              architecture,
              NetworkConfig.learning(training, 1),
              (int) training.integer("restarts", 1, 1_000_000)),
          NetworkConfig.init(training, settings));
    } catch (IllegalArgumentException e) {
      throw JobException.usage("model." + e.getMessage());
    }
  }

  @Override
  public String type() {
    return SparseCodingConfig.SPARSE_CODING.name();
  }

  @Override
  public TrainingJob job(JobContext context) {
    return NetworkJob.checked(context, new AmortisedCodingJob(this));
  }

  @Override
  public InitMode init(Section training) {
    return init;
  }

  @Override
  public String startText(TrainingConfig training) {
    return Numbers.format(
        "init %s, %s, ", init.label(), Numbers.count(training.restarts(), "start"));
  }
}
