package io.entrosum.spark.job;

import io.entrosum.init.InitMode;
import io.entrosum.vae.Activation;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.Network;
import java.util.List;

/** The keys of networks, and of how they are learned. */
final class NetworkConfig {
  private static final List<String> NETWORK =
      List.of("layers", "activation", "residual", "input-activation");

  private NetworkConfig() {}

  /** The section of a network; without it an affine one. */
  static Network network(Section section, String key) {
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

  /**
   * How networks are learned.
   *
   * @param samples draws of the latents of a row
   */
  static LearningSettings learning(Section training, int samples) {
    return new LearningSettings(
        training.choice("steps", LearningSettings.Steps.values(), LearningSettings.Steps::label),
        (int) training.integer("batch-rows", 1, Integer.MAX_VALUE),
        rate(training),
        samples,
        training.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static double rate(Section training) {
    double rate = training.number("learning-rate", Double.POSITIVE_INFINITY);
    if (!(rate > 0 && rate <= 1)) {
      throw JobException.usage("training.learning-rate: must be > 0 and <= 1 but was " + rate);
    }
    return rate;
  }

  /** Where training starts; at random if nothing is said. */
  static InitMode init(Section training, Settings settings) {
    return settings.gives("training.init")
        ? training.choice("init", new InitMode[] {InitMode.RANDOM, InitMode.MODEL}, InitMode::label)
        : InitMode.RANDOM;
  }
}
