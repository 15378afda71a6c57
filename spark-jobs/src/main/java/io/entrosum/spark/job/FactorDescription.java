package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.family.NoiseType;
import io.entrosum.model.FactorModel;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A model of factors in words and numbers. */
record FactorDescription(FactorModel model, List<String> columns) implements ModelDescription {
  private static final int BAR = 12;
  private static final int MOST_FACTORS = 30;
  private static final Pattern LARGE = Pattern.compile("loadings");

  @Override
  public String headline() {
    return Numbers.format(
        "%s, %s, %s, %,d free parameters",
        model.noiseType() == NoiseType.ISOTROPIC ? "probabilistic PCA" : "factor analysis",
        Numbers.count(model.latentDimensions(), "latent dimension"),
        Numbers.count(model.dimensions(), "column"),
        model.parameters());
  }

  @Override
  public void put(ObjectNode node) {
    node.put("latentDimensions", model.latentDimensions());
    node.put("noise", model.noiseType().label());
    node.put("rotation", model.rotation().label());
  }

  @Override
  public Pattern large() {
    return LARGE;
  }

  @Override
  public void printFacts(PrintStream out) {
    double[] noise = model.noise();
    double[] sorted = noise.clone();
    Arrays.sort(sorted);
    out.println(
        noise.length == 1
            ? Numbers.format("  noise      variance %.6g", noise[0])
            : Numbers.format(
                "  noise      variances %.4g to %.4g, median %.4g",
                sorted[0], sorted[sorted.length - 1], sorted[sorted.length / 2]));
  }

  /** The variance that each factor explains, and the columns that load on it most. */
  @Override
  public void printTable(PrintStream out) {
    double[] explained = explained();
    double total = total();
    double largest = Arrays.stream(explained).max().orElse(1);
    LargestEntries entries =
        new LargestEntries(model.loadings(), model.latentDimensions(), columns);
    out.println("  factor   variance     share                     sum   columns that load most");
    double sum = 0;
    for (int i = 0; i < Math.min(explained.length, MOST_FACTORS); i++) {
      sum += explained[i];
      out.println(
          Numbers.format(
              "  %6d   %8.5g   %6.2f %%  %s  %6.2f %%  %s",
              i,
              explained[i],
              100 * explained[i] / total,
              Numbers.bar(explained[i] / largest, BAR),
              100 * sum / total,
              entries.text(i)));
    }
    if (explained.length > MOST_FACTORS) {
      out.println(Numbers.format("  and %,d more", explained.length - MOST_FACTORS));
    }
  }

  /**
   * The variance along each factor's axis, [H]: with isotropic noise the eigenvalue of the
   * covariance, else the sum of squared loadings.
   */
  double[] explained() {
    int h = model.latentDimensions();
    double[] loadings = model.loadings();
    double[] sums = new double[h];
    for (int at = 0; at < loadings.length; at++) {
      sums[at % h] += loadings[at] * loadings[at];
    }
    for (int i = 0; i < h && model.noiseType() == NoiseType.ISOTROPIC; i++) {
      sums[i] += model.noise()[0];
    }
    return sums;
  }

  /** The total variance of the model. */
  double total() {
    double noise = Arrays.stream(model.noise()).sum();
    boolean isotropic = model.noiseType() == NoiseType.ISOTROPIC;
    int others = model.dimensions() - model.latentDimensions();
    return Arrays.stream(explained()).sum() + (isotropic ? noise * others : noise);
  }
}
