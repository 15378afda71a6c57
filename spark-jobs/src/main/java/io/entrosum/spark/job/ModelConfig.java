package io.entrosum.spark.job;

import java.util.List;

/** The section {@code model}: what is to be trained. One implementation a type of training. */
sealed interface ModelConfig permits MixtureConfig, FactorConfig {
  /** The types, as in the configuration. */
  List<String> TYPES =
      List.of(
          MixtureConfig.TYPE,
          FactorConfig.PPCA,
          FactorConfig.FACTOR_ANALYSIS,
          MixtureConfig.MIXTURE_OF_FACTOR_ANALYSERS);

  /** Types that will mean something, but do not yet. */
  List<String> LATER_TYPES = List.of("sparse-coding", "sigmoid-belief-network", "vae");

  /**
   * Reads the section of any type.
   *
   * @param settings what the section is of: says which keys are given
   */
  static ModelConfig of(Section section, Settings settings) {
    String type = section.choice("type", TYPES, LATER_TYPES);
    section.refuse("posterior", "a " + type + " has an exact posterior");
    return type.equals(FactorConfig.PPCA) || type.equals(FactorConfig.FACTOR_ANALYSIS)
        ? FactorConfig.of(type, section, settings)
        : MixtureConfig.of(type, section, settings);
  }

  /** Refuses keys that mean nothing for a type of model. */
  static void refuse(Settings settings, String type, String... keys) {
    for (String key : keys) {
      if (settings.gives("model." + key)) {
        throw JobException.usage("model." + key + ": means nothing for type = " + type);
      }
    }
  }
}
