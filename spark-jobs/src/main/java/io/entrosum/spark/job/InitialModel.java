package io.entrosum.spark.job;

import io.entrosum.family.CovarianceType;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.GaussianComponents;
import io.entrosum.init.TableSpec;
import java.util.HashSet;
import java.util.List;

/** What a model that training goes on from asks of the configuration. */
final class InitialModel {
  private InitialModel() {}

  /**
   * The model to train, with what the configuration leaves open taken from the initial model.
   *
   * @throws JobException if the configuration asks for other components or covariances
   */
  static MixtureConfig shapeOf(SavedMixture initial, MixtureConfig model, Settings settings) {
    CovarianceType covariance =
        initial.gaussian().map(GaussianComponents::covarianceType).orElse(model.covariance());
    int components = initial.mixture().count();
    if (settings.gives("model.components") && model.components() != components) {
      throw JobException.usage(
          "model.components: must be the "
              + components
              + " of the initial model but was "
              + model.components());
    }
    if (settings.gives("model.covariance") && model.covariance() != covariance) {
      throw JobException.usage(
          "model.covariance: must be the "
              + covariance.label()
              + " of the initial model but was "
              + model.covariance().label());
    }
    MixtureConfig shaped = model.with(components, covariance);
    if (initial.mixture().components() instanceof FactorComponents factors
        && shaped.factors() != null) {
      int latent = shaped.factors().latentDimensions();
      if (latent > 0 && latent != factors.latentDimensions()) {
        throw JobException.usage(
            "model.latent-dimensions: must be the "
                + factors.latentDimensions()
                + " of the initial model but was "
                + latent);
      }
      if (settings.gives("model.noise") && shaped.factors().noise() != factors.noiseType()) {
        throw JobException.usage(
            "model.noise: must be the "
                + factors.noiseType().label()
                + " of the initial model but was "
                + shaped.factors().noise().label());
      }
      shaped =
          shaped.with(
              new FactorShape(
                  factors.latentDimensions(), factors.noiseType(), shaped.factors().noiseFloor()));
    }
    return settings.gives("model.groups") ? shaped : shaped.with(initial.groups());
  }

  /** Refuses other families than the initial model has. */
  static void checkFamilies(
      SavedMixture initial, List<String> names, TableSpec table, MixtureConfig model) {
    boolean analysers = initial.mixture().components() instanceof FactorComponents;
    if (analysers != (model.factors() != null)) {
      throw JobException.usage(
          "model.type: must be "
              + (analysers ? MixtureConfig.MIXTURE_OF_FACTOR_ANALYSERS : MixtureConfig.MIXTURE)
                  .name()
              + " as the initial model is");
    }
    if (analysers) {
      return;
    }
    for (int j = 0; j < names.size(); j++) {
      String wanted = table.columns().get(j).family();
      String has = initial.families().get(names.get(j));
      if (!wanted.equals(has)) {
        throw JobException.usage(
            "model.columns: "
                + names.get(j)
                + " must be "
                + has
                + " as in the initial model but was "
                + wanted);
      }
    }
  }

  /** Refuses other groups of Gaussian columns than the initial model has. */
  static void checkGroups(TableSpec initial, TableSpec table, List<String> names) {
    if (!new HashSet<>(initial.groups()).equals(new HashSet<>(table.groups()))) {
      throw JobException.usage(
          "model.groups: must be those of the initial model, "
              + GroupText.of(initial, names)
              + ", but were "
              + GroupText.of(table, names)
              + " (leave model.groups out to take them)");
    }
  }
}
