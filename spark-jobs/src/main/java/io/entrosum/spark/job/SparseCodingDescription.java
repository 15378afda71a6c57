package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.model.SparseCoding;
import io.entrosum.vae.Architecture;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** A sparse coding model in words and numbers. */
record SparseCodingDescription(SparseCoding<?> model, List<String> columns)
    implements ModelDescription {
  private static final int BAR = 12;
  private static final int MOST_LATENTS = 30;
  private static final Pattern LARGE = Pattern.compile("dictionary|(encoder|decoder)\\..*");

  @Override
  public String headline() {
    return Numbers.format(
        "sparse coding, %s, %s, %s posteriors, %,d free parameters",
        Numbers.count(model.latentDimensions(), "latent dimension"),
        Numbers.count(model.dimensions(), "column"),
        model.posteriorLabel(),
        model.parameters());
  }

  @Override
  public void put(ObjectNode node) {
    node.put("latentDimensions", model.latentDimensions());
    node.put("posterior", model.posteriorLabel());
    if (model instanceof AmortisedCodingModel amortised) {
      Architecture architecture = amortised.architecture();
      node.put("posteriorRank", architecture.rank());
      node.put("encoder", VaeDescription.text(architecture.encoder()));
      node.put("networkWeights", amortised.vae().weights().length);
    }
    node.put("noiseDeviation", Math.sqrt(model.noise()));
    double[] range = scaleRange();
    ObjectNode scales = node.putObject("scaleRange");
    scales.put("least", range[0]);
    scales.put("largest", range[1]);
    node.put("deadLatents", model.dead().length);
    node.put("coherence", coherence());
  }

  @Override
  public Pattern large() {
    return LARGE;
  }

  @Override
  public void printFacts(PrintStream out) {
    double[] range = scaleRange();
    int dead = model.dead().length;
    if (model instanceof AmortisedCodingModel amortised) {
      out.println(
          Numbers.format(
              "  encoder    %s, posteriors of rank %d, %,d weights",
              VaeDescription.text(amortised.architecture().encoder()),
              amortised.architecture().rank(),
              amortised.vae().weights().length));
    }
    out.println(
        Numbers.format(
            "  noise      deviation %.6g, variance %.6g", Math.sqrt(model.noise()), model.noise()));
    out.println(
        Numbers.format(
            "  scales     %.4g to %.4g, %s",
            range[0],
            range[1],
            dead == 0 ? "no latent is dead" : Numbers.count(dead, "dead latent")));
    out.println(
        Numbers.format(
            "  coherence  %.4f, the largest |cosine| of two columns of the dictionary",
            coherence()));
  }

  /** The energy of each latent, and the columns with the largest entries in its field. */
  @Override
  public void printTable(PrintStream out) {
    double[] scales = model.scales();
    double codes = Arrays.stream(scales).map(scale -> 2 * scale * scale).sum();
    double largest = scaleRange()[1];
    double total = codes + model.dimensions() * model.noise();
    LargestEntries entries =
        new LargestEntries(model.dictionary(), model.latentDimensions(), columns);
    out.println("  latent      scale                     share   columns with the largest entries");
    for (int i = 0; i < Math.min(scales.length, MOST_LATENTS); i++) {
      out.println(
          Numbers.format(
              "  %6d   %8.4g  %s   %6.2f %%  %s",
              i,
              scales[i],
              Numbers.bar(scales[i] / largest, BAR),
              100 * 2 * scales[i] * scales[i] / total,
              entries.text(i)));
    }
    if (scales.length > MOST_LATENTS) {
      out.println(Numbers.format("  and %,d more", scales.length - MOST_LATENTS));
    }
  }

  /** The least and the largest scale. */
  private double[] scaleRange() {
    double[] scales = model.scales();
    return new double[] {
      Arrays.stream(scales).min().orElseThrow(), Arrays.stream(scales).max().orElseThrow()
    };
  }

  /** The largest {@code |w_i'w_j|} of two latents; 0 where there is one. Cost: D H^2. */
  double coherence() {
    int h = model.latentDimensions();
    double[] gram = model.codes().gram();
    double largest = 0;
    for (int i = 0; i < h; i++) {
      for (int j = 0; j < i; j++) {
        largest = Math.max(largest, Math.abs(gram[i * h + j]));
      }
    }
    return Math.min(largest, 1);
  }
}
