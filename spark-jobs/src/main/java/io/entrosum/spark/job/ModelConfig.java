package io.entrosum.spark.job;

import java.util.List;

/** The section {@code model}: what is to be trained. One implementation a type of training. */
sealed interface ModelConfig
    permits MixtureConfig, FactorConfig, SparseCodingConfig, SigmoidBeliefConfig, VaeConfig {
  /** The types, as in the configuration. */
  List<String> TYPES =
      List.of(
          MixtureConfig.TYPE,
          FactorConfig.PPCA,
          FactorConfig.FACTOR_ANALYSIS,
          MixtureConfig.MIXTURE_OF_FACTOR_ANALYSERS,
          SparseCodingConfig.TYPE,
          SigmoidBeliefConfig.TYPE,
          VaeConfig.TYPE);

  /**
   * Reads the section of any type.
   *
   * @param settings what the section is of: says which keys are given
   */
  static ModelConfig of(Section section, Settings settings) {
    String type = section.choice("type", TYPES, List.of());
    if (type.equals(VaeConfig.TYPE)) {
      return VaeConfig.of(section, settings);
    }
    VaeConfig.refuseOwnKeys(settings, type);
    if (type.equals(SigmoidBeliefConfig.TYPE)) {
      return SigmoidBeliefConfig.of(section, settings);
    }
    SigmoidBeliefConfig.refuseOwnKeys(settings, type);
    if (type.equals(SparseCodingConfig.TYPE)) {
      return SparseCodingConfig.of(section, settings);
    }
    section.refuse("posterior", "a " + type + " has an exact posterior");
    SparseCodingConfig.refuseOwnKeys(settings, type);
    return type.equals(FactorConfig.PPCA) || type.equals(FactorConfig.FACTOR_ANALYSIS)
        ? FactorConfig.of(type, section, settings)
        : MixtureConfig.of(type, section, settings);
  }

  /** Where training starts, for a person; ends with a comma where there is something to say. */
  String startText(TrainingConfig training);

  /** Refuses keys of the section {@code model} that mean nothing for a type of model. */
  static void refuse(Settings settings, String type, String... keys) {
    for (String key : keys) {
      refusePath(settings, type, "model." + key);
    }
  }

  /** Refuses a key of any section that means nothing for a type of model. */
  static void refusePath(Settings settings, String type, String path) {
    if (settings.gives(path)) {
      throw JobException.usage(path + ": means nothing for type = " + type);
    }
  }
}
