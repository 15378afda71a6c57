package io.entrosum.spark.job;

import io.entrosum.family.CovarianceType;
import java.util.List;

/**
 * The section {@code model}.
 *
 * @param components the number K of components
 * @param covarianceFloor the least variance, relative to that of the data
 */
record ModelConfig(int components, CovarianceType covariance, double covarianceFloor) {
  private static final List<String> LATER_TYPES =
      List.of(
          "ppca",
          "factor-analysis",
          "mixture-of-factor-analysers",
          "sparse-coding",
          "sigmoid-belief-network",
          "vae");

  private static final List<String> LATER_FAMILIES =
      List.of(
          "bernoulli",
          "categorical",
          "poisson",
          "negative-binomial",
          "beta",
          "gamma",
          "exponential",
          "laplace",
          "student-t");

  static ModelConfig of(Section section) {
    section.choice("type", List.of("mixture"), LATER_TYPES);
    section.choice("family", List.of("gaussian"), LATER_FAMILIES);
    section.refuse("columns", "families of single columns are not supported yet");
    section.refuse("latent-dimensions", "a mixture has none");
    section.refuse("posterior", "a mixture has an exact posterior");
    return new ModelConfig(
        (int) section.integer("components", 1, Integer.MAX_VALUE),
        section.choice("covariance", CovarianceType.values(), CovarianceType::label),
        section.number("covariance-floor", 1));
  }
}
