package io.entrosum.spark.job;

import io.entrosum.init.InitMode;
import io.entrosum.init.VaeSpec;
import io.entrosum.model.VaeModel;
import io.entrosum.vae.Prior;
import io.entrosum.vae.Activation;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.Network;
import io.entrosum.vae.Observables;
import io.entrosum.vae.VarianceMethod;
import java.util.List;
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

  private static final List<String> NETWORK =
      List.of("layers", "activation", "residual", "input-activation");

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
            network(section, "encoder"),
            network(section, "decoder"),
            section.choice("observables", Observables.values(), Observables::label),
            section.choice("encoder-variances", Architecture.Posteriors.values(), VaeConfig::label),
            section.choice("decoder-variances", Architecture.Outputs.values(), VaeConfig::label),
            section.choice("prior-variances", Prior.values(), VaeConfig::label));
    LearningSettings learning =
        new LearningSettings(
            training.choice(
                "steps", LearningSettings.Steps.values(), LearningSettings.Steps::label),
            (int) training.integer("batch-rows", 1, Integer.MAX_VALUE),
            rate(training),
            (int) training.integer("samples", 1, 10_000),
            training.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE));
    InitMode init =
        settings.gives("training.init")
            ? training.choice(
                "init", new InitMode[] {InitMode.RANDOM, InitMode.MODEL}, InitMode::label)
            : InitMode.RANDOM;
    int restarts = (int) training.integer("restarts", 1, 1_000_000);
    return new VaeConfig(new VaeSpec(architecture, variances, noise, learning, restarts), init);
  }

  private static double number(Section section, String key) {
    return section.number(key, Double.POSITIVE_INFINITY);
  }

  private static double rate(Section training) {
    double rate = number(training, "learning-rate");
    if (!(rate > 0 && rate <= 1)) {
      throw JobException.usage("training.learning-rate: must be > 0 and <= 1 but was " + rate);
    }
    return rate;
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Network network(Section section, String key) {
    Section network = section.inner(key, NETWORK);
    List<Integer> layers =
        network.has("layers")
            ? network.texts("layers").stream()
                .map(text -> width(network.path("layers"), text))
                .toList()
            : List.of();
    return new Network(
        layers,
        network.has("activation") ? activation(network, "activation") : Activation.RELU,
        network.has("residual")
            && network.choice("residual", List.of("true", "false"), List.of()).equals("true"),
        network.has("input-activation")
            ? activation(network, "input-activation")
            : Activation.NONE);
  }

  private static Activation activation(Section network, String key) {
    return network.choice(key, Activation.values(), Activation::label);
  }

  private static int width(String path, String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw JobException.usage(path + ": must be a list of whole numbers but one was " + text);
    }
  }

  @Override
  public String type() {
    return VAE.name();
  }

  @Override
  public TrainingJob job(JobContext context) {
    return VaeJob.checked(context, this);
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
