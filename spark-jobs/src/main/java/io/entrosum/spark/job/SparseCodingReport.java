package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Block;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.spark.report.Section;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.TrainingResult;
import java.io.PrintStream;
import java.util.List;

/** What there is to say about a trained sparse coding model. */
record SparseCodingReport(
    SparseCodingTraining.Outcome outcome, SparseCodingConfig config, List<String> columns)
    implements ModelReport {
  private TrainingResult<SparseCodingModel> result() {
    return outcome.result();
  }

  private SparseCodingDescription description() {
    return new SparseCodingDescription(result().model(), columns);
  }

  @Override
  public String headline() {
    return description().headline();
  }

  @Override
  public void summarise(ObjectNode node) {
    description().put(node);
    node.put("method", config.method().label());
    node.put("annealing", config.annealing().text());
    ObjectNode floor = node.putObject("noiseFloor");
    floor.put("relative", config.noiseFloor());
    floor.put("raised", TrainingWarnings.noiseRaised(result()));
    Json.put(node, "gini", gini());
    node.put("unfinishedRows", unfinishedRows(result()));
    node.put("shortenedSteps", shortenedSteps());
    Json.put(node, "meanShare", outcome.meanShare());
  }

  private double gini() {
    return result().figures().getOrDefault("gini", Double.NaN);
  }

  /** The number of rows whose posterior was not sought to the end for the figures of the result. */
  static long unfinishedRows(TrainingResult<?> result) {
    return Math.round(result.figures().getOrDefault("unfinishedRows", 0.0));
  }

  /** How many passes went into steps that were too long. */
  private long shortenedSteps() {
    return result().trace().stream()
        .flatMap(iteration -> iteration.events().stream())
        .filter(event -> event.kind() == ModelEvent.Kind.STEP_SHORTENED)
        .mapToLong(ModelEvent::count)
        .sum();
  }

  @Override
  public List<Section> pictures(Block sample) {
    return new SparseCodingPictures(result().model(), columns, sample).sections();
  }

  @Override
  public void print(PrintStream out) {
    description().printFacts(out);
    out.println(
        Numbers.format("  codes      Gini coefficient %.4f (0 even, 1 most sparse)", gini()));
    out.println(
        Numbers.format(
            "  steps      %s shortened, annealing %s",
            shortenedSteps() == 0 ? "none" : Numbers.format("%,d", shortenedSteps()),
            config.annealing().text()));
    out.println();
    description().printTable(out);
  }
}
