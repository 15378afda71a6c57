package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Block;
import io.entrosum.init.AmortisedCodingTraining;
import io.entrosum.spark.report.Section;
import io.entrosum.vae.LearningSettings;
import java.io.PrintStream;
import java.util.List;

/** What there is to say about trained sparse coding whose posteriors are those of a network. */
record AmortisedCodingReport(
    AmortisedCodingTraining.Outcome outcome, AmortisedCodingConfig config, List<String> columns)
    implements ModelReport {
  private SparseCodingDescription description() {
    return new SparseCodingDescription(outcome.result().model(), columns);
  }

  private double gini() {
    return outcome.result().figures().getOrDefault("gini", Double.NaN);
  }

  @Override
  public String headline() {
    return description().headline();
  }

  @Override
  public void summarise(ObjectNode node) {
    description().put(node);
    LearningSettings learning = config.spec().learning();
    node.put("steps", learning.steps().label());
    node.put("batchRows", learning.batchRows());
    node.put("learningRate", learning.rate());
    Json.put(node, "gini", gini());
    Json.put(node, "meanShare", outcome.meanShare());
  }

  @Override
  public List<Section> pictures(Block sample) {
    return new SparseCodingPictures(outcome.result().model(), columns, sample).sections();
  }

  @Override
  public void print(PrintStream out) {
    description().printFacts(out);
    out.println(
        Numbers.format("  codes      Gini coefficient %.4f (0 even, 1 most sparse)", gini()));
    out.println();
    description().printTable(out);
  }
}
