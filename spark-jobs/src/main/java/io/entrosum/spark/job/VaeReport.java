package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Block;
import io.entrosum.init.VaeTraining;
import io.entrosum.model.VaeModel;
import io.entrosum.spark.report.Section;
import io.entrosum.train.TrainingResult;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;

/** What there is to say about a trained autoencoder. */
record VaeReport(VaeTraining.Outcome outcome, VaeConfig config, List<String> columns)
    implements ModelReport {
  private static final int BAR = 12;
  private static final int MOST_LATENTS = 30;

  /** The entropy of a standard normal number: that of the posterior of a collapsed latent. */
  private static final double MOST_ENTROPY = .5 * Math.log(2 * Math.PI * Math.E);

  private TrainingResult<VaeModel> result() {
    return outcome.result();
  }

  private VaeDescription description() {
    return new VaeDescription(result().model(), columns);
  }

  /** The mean entropy of the posterior of each latent, nats. */
  private double[] entropies() {
    return IntStream.rangeClosed(1, result().model().latentDimensions())
        .mapToDouble(i -> result().figures().getOrDefault("encoderEntropy." + i, Double.NaN))
        .toArray();
  }

  private int active() {
    return result().figures().getOrDefault("activeLatents", 0.0).intValue();
  }

  @Override
  public String headline() {
    return description().headline();
  }

  @Override
  public void summarise(ObjectNode node) {
    description().put(node);
    node.put("activeLatents", active());
    ArrayNode entropies = node.putArray("encoderEntropies");
    for (double entropy : entropies()) {
      entropies.add(entropy);
    }
    node.put("steps", config.spec().learning().steps().label());
    node.put("batchRows", config.spec().learning().batchRows());
    node.put("learningRate", config.spec().learning().rate());
  }

  @Override
  public List<Section> pictures(Block sample) {
    return new VaePictures(result().model(), columns, sample, entropies()).sections();
  }

  @Override
  public void print(PrintStream out) {
    description().printFacts(out);
    double[] entropies = entropies();
    out.println(
        Numbers.format(
            "  latents    %d of %d active; a collapsed one has %.4f nats",
            active(), entropies.length, MOST_ENTROPY));
    out.println();
    out.println("  latent   mean entropy of its posteriors, nats");
    for (int i = 0; i < Math.min(entropies.length, MOST_LATENTS); i++) {
      double told = Math.max(0, MOST_ENTROPY - entropies[i]);
      out.println(
          Numbers.format(
              "  %6d   %9.4f  %s", i, entropies[i], Numbers.bar(Math.min(1, told / 4), BAR)));
    }
    if (entropies.length > MOST_LATENTS) {
      out.println(Numbers.format("  and %,d more", entropies.length - MOST_LATENTS));
    }
  }
}
