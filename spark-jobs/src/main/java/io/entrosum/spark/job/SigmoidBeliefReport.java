package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Block;
import io.entrosum.init.SigmoidBeliefSpec;
import io.entrosum.init.SigmoidBeliefTraining;
import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.spark.report.Section;
import java.io.PrintStream;
import java.util.List;

/** What there is to say about a trained sigmoid belief network. */
record SigmoidBeliefReport(
    SigmoidBeliefTraining.Outcome outcome, SigmoidBeliefSpec spec, List<String> columns)
    implements ModelReport {
  private SigmoidBeliefNetwork model() {
    return outcome.result().model();
  }

  private SigmoidBeliefDescription description() {
    return new SigmoidBeliefDescription(model(), columns);
  }

  @Override
  public String headline() {
    return description().headline();
  }

  @Override
  public void summarise(ObjectNode node) {
    description().put(node);
    node.put("method", spec.method().label());
    Json.put(node, "ridge", spec.ridge());
    Json.put(node, "independentColumns", outcome.independentColumns());
    outcome.result().figures().forEach((name, value) -> Json.put(node, name, value));
  }

  @Override
  public List<Section> pictures(Block sample) {
    return new SigmoidBeliefPictures(model(), columns, sample).sections();
  }

  @Override
  public void print(PrintStream out) {
    description().printFacts(out);
    out.println(
        Numbers.format(
            "  latents    explain %.6g nats a row more than independent columns do (%.6g)",
            outcome.result().bound().bound() - outcome.independentColumns(),
            outcome.independentColumns()));
    out.println();
    description().printTable(out);
  }
}
