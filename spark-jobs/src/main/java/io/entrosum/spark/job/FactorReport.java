package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Block;
import io.entrosum.init.FactorTraining;
import io.entrosum.model.PrincipalComponents;
import io.entrosum.spark.report.Section;
import java.io.PrintStream;
import java.util.List;

/** What there is to say about trained factors. */
record FactorReport(FactorTraining.Outcome outcome, FactorConfig model, List<String> columns)
    implements ModelReport {
  private static final int MOST_EIGENVALUES = 10_000;

  private FactorDescription description() {
    return new FactorDescription(outcome.result().model(), columns);
  }

  @Override
  public String headline() {
    return description().headline();
  }

  @Override
  public void summarise(ObjectNode node) {
    node.put("latentDimensions", outcome.result().model().latentDimensions());
    node.put("noise", model.noise().label());
    node.put("rotation", model.rotation().label());
    node.put("method", outcome.method().label());
    ObjectNode floor = node.putObject("noiseFloor");
    floor.put("relative", model.noiseFloor());
    floor.put("raised", TrainingWarnings.noiseRaised(outcome.result()));
    double total = description().total();
    ArrayNode explained = node.putArray("explainedVariance");
    for (double variance : description().explained()) {
      explained.add(variance / total);
    }
    if (outcome.spectrum().isPresent()) {
      PrincipalComponents spectrum = outcome.spectrum().get();
      double[] eigenvalues = spectrum.eigenvalues();
      ArrayNode values = node.putArray("eigenvalues");
      for (int i = 0; i < Math.min(MOST_EIGENVALUES, eigenvalues.length); i++) {
        values.add(eigenvalues[i]);
      }
    }
  }

  @Override
  public List<Section> pictures(Block sample) {
    return new FactorPictures(outcome, columns, sample).sections();
  }

  @Override
  public void print(PrintStream out) {
    description().printFacts(out);
    out.println();
    description().printTable(out);
  }
}
