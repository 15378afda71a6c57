package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.belief.BeliefLayer;
import io.entrosum.belief.BeliefPosterior;
import io.entrosum.model.SigmoidBeliefNetwork;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A sigmoid belief network in words and numbers. */
record SigmoidBeliefDescription(SigmoidBeliefNetwork model, List<String> columns)
    implements ModelDescription {
  private static final int BAR = 12;
  private static final int MOST_LATENTS = 30;
  private static final Pattern LARGE = Pattern.compile("layer[0-9]+\\.weights");

  @Override
  public String headline() {
    return Numbers.format(
        "sigmoid belief network, layers of %s latents, %s, %s, %,d free parameters",
        Arrays.toString(model.layers().sizes()),
        Numbers.count(model.dimensions(), "column"),
        text(model.posterior()),
        model.parameters());
  }

  /** A family of posteriors in words. */
  static String text(BeliefPosterior posterior) {
    return posterior.listsAll()
        ? posterior.type().label() + " posteriors"
        : "posteriors truncated to " + Numbers.count(posterior.states(), "state");
  }

  @Override
  public void put(ObjectNode node) {
    Arrays.stream(model.layers().sizes()).forEach(node.putArray("layers")::add);
    node.put("latentDimensions", model.latentDimensions());
    node.put("posterior", model.posterior().type().label());
    if (!model.posterior().listsAll()) {
      node.put("posteriorStates", model.posterior().states());
    }
  }

  @Override
  public Pattern large() {
    return LARGE;
  }

  @Override
  public void printFacts(PrintStream out) {
    double[] prior = model.prior();
    out.println(
        Numbers.format(
            "  prior      topmost latents are on for %.4g to %.4g of rows",
            Arrays.stream(prior).min().orElseThrow(), Arrays.stream(prior).max().orElseThrow()));
  }

  /** The weights of each latent next to the data, and the columns that it moves most. */
  @Override
  public void printTable(PrintStream out) {
    BeliefLayer layer = model.layers().layers().get(0);
    int d = layer.outputs();
    double[] lengths = new double[layer.inputs()];
    double[] matrix = new double[d * layer.inputs()];
    for (int i = 0; i < layer.inputs(); i++) {
      for (int j = 0; j < d; j++) {
        double weight = layer.weights()[i * d + j];
        lengths[i] += weight * weight;
        matrix[j * layer.inputs() + i] = weight;
      }
      lengths[i] = Math.sqrt(lengths[i]);
    }
    double largest = Arrays.stream(lengths).max().orElse(1);
    LargestEntries entries = new LargestEntries(matrix, layer.inputs(), columns);
    out.println("  latent    |weights|                 columns whose logits it changes most");
    for (int i = 0; i < Math.min(lengths.length, MOST_LATENTS); i++) {
      out.println(
          Numbers.format(
              "  %6d   %8.4g  %s  %s",
              i, lengths[i], Numbers.bar(lengths[i] / largest, BAR), entries.text(i)));
    }
    if (lengths.length > MOST_LATENTS) {
      out.println(Numbers.format("  and %,d more", lengths.length - MOST_LATENTS));
    }
  }
}
