package io.entrosum.spark.job;

import java.util.List;
import java.util.stream.Collectors;

/** All types of models that can be trained. */
final class ModelTypes {
  private static final List<ModelType> ALL =
      List.of(
          MixtureConfig.MIXTURE,
          FactorConfig.PPCA,
          FactorConfig.FACTOR_ANALYSIS,
          MixtureConfig.MIXTURE_OF_FACTOR_ANALYSERS,
          SparseCodingConfig.SPARSE_CODING,
          SigmoidBeliefConfig.SIGMOID_BELIEF_NETWORK,
          VaeConfig.VAE);

  private ModelTypes() {}

  /**
   * Reads the section {@code model} of any type.
   *
   * @param settings what the section is of: says which keys are given
   * @throws JobException if there is no such type, or a key is given that it does not read
   */
  static ModelConfig read(Section section, Settings settings) {
    String name = section.choice("type", ALL.stream().map(ModelType::name).toList(), List.of());
    ModelType type = ALL.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    ALL.stream()
        .flatMap(other -> other.paths().stream().sorted())
        .filter(path -> !type.paths().contains(path) && settings.gives(path))
        .findFirst()
        .ifPresent(path -> refuse(path, type));
    return type.reader().read(section, settings);
  }

  private static void refuse(String path, ModelType type) {
    String others =
        ALL.stream()
            .filter(other -> other.paths().contains(path))
            .map(ModelType::name)
            .collect(Collectors.joining(", "));
    throw JobException.usage(
        path + ": means nothing for type = " + type.name() + " (only for " + others + ")");
  }
}
