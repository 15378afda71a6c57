package io.entrosum.spark.job;

import io.entrosum.init.InitMode;
import io.entrosum.init.VaeSpec;
import io.entrosum.model.VaeModel;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.Observables;
import io.entrosum.vae.Prior;
import io.entrosum.vae.VarianceMethod;
import java.util.Locale;
import java.util.Set;

/**
 * The section {@code model} of an autoencoder, and what only it has in the section {@code
 * training}.
 *
 * @param spec what to train; of one column, as the columns are known with the data
 * @param init where training starts
 */
record VaeConfig(VaeSpec spec, InitMode init) implements ModelConfig {
  static final ModelType VAE =
      new ModelType(
          VaeModel.TYPE,
          Set.of(
              "model.latent-dimensions",
              "model.encoder",
              "model.decoder",
              "model.observables",
              "model.variances",
              "model.noise-variance",
              "model.encoder-variances",
              "model.decoder-variances",
              "model.prior-variances",
              "training.steps",
              "training.batch-rows",
              "training.learning-rate",
              "training.samples"),
          VaeConfig::of);

  private static final int MOST_LATENTS = 1 << 16;

  static VaeConfig of(Section section, Settings settings) {
    Section training = settings.section("training");
    if (!section.has("latent-dimensions")) {
      LatentDimensions.check(0);
    }
    try {
      return of(section, training, settings);
    } catch (IllegalArgumentException e) {
      throw JobException.usage("model." + e.getMessage());
    }
  }

  private static VaeConfig of(Section section, Section training, Settings settings) {
    VarianceMethod variances =
        section.choice("variances", VarianceMethod.values(), VarianceMethod::label);
    double noise = section.has("noise-variance") ? number(section, "noise-variance") : 0;
    if (variances == VarianceMethod.CLOSED_FORM && noise > 0) {
      throw JobException.usage(
          "model.noise-variance: needs model.variances = fixed or learned, but these were"
              + " closed-form");
    }
    Architecture architecture =
        new Architecture(
            1,
            (int) section.integer("latent-dimensions", 1, MOST_LATENTS),
            NetworkConfig.network(section, "encoder"),
            NetworkConfig.network(section, "decoder"),
            section.choice("observables", Observables.values(), Observables::label),
            section.choice("encoder-variances", Architecture.Posteriors.values(), VaeConfig::label),
            section.choice("decoder-variances", Architecture.Outputs.values(), VaeConfig::label),
            section.choice("prior-variances", Prior.values(), VaeConfig::label));
    LearningSettings learning =
        NetworkConfig.learning(training, (int) training.integer("samples", 1, 10_000));
    InitMode init = NetworkConfig.init(training, settings);
    int restarts = (int) training.integer("restarts", 1, 1_000_000);
    return new VaeConfig(new VaeSpec(architecture, variances, noise, learning, restarts), init);
  }

  private static double number(Section section, String key) {
    return section.number(key, Double.POSITIVE_INFINITY);
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String type() {
    return VAE.name();
  }

  @Override
  public TrainingJob job(JobContext context) {
    return NetworkJob.checked(context, new VaeJob(this));
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
