package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.linalg.Blas;
import io.entrosum.model.LatentModel;
import io.entrosum.spark.metrics.IterationJson;
import io.entrosum.train.Iteration;
import io.entrosum.train.TrainingResult;
import java.io.PrintStream;
import java.util.List;

/** The result of a training as files and as a table. */
final class TrainingReport {
  private final Trained trained;
  private final TrainingResult<?> result;

  TrainingReport(Trained trained) {
    this.trained = trained;
    this.result = trained.result();
  }

  /** {@code summary.json}. */
  ObjectNode summary(long seed, List<String> warnings) {
    LatentModel<?> model = result.model();
    ObjectNode node = Json.object();
    node.put("model", model.type());
    node.put("rows", result.rows());
    node.put("skippedRows", trained.skippedRows());
    node.put("totalWeight", result.weight());
    node.put("dimensions", model.dimensions());
    node.put("parameters", model.parameters());
    node.put("iterations", result.iterations());
    node.put("stopReason", result.stopReason().name());
    Json.put(node, "bound", result.bound().bound());
    Json.put(node, "logLikelihood", model.hasExactPosterior() ? result.totalBound() : Double.NaN);
    Json.putEntropies(node, result.bound());
    TrainingResult.Criteria criteria = result.criteria();
    Json.put(node, "aic", criteria.aic());
    Json.put(node, "bic", criteria.bic());
    Json.put(node, "icl", criteria.icl());
    Stopwatch.Seconds seconds = trained.seconds();
    ObjectNode times = node.putObject("seconds");
    times.put("read", seconds.read());
    times.put("init", seconds.init());
    times.put("train", seconds.train());
    times.put("total", seconds.total());
    node.put("seed", seed);
    node.put("partitions", trained.partitions());
    node.put("blas", Blas.description());
    node.put("version", Version.text());
    warnings.forEach(node.putArray("warnings")::add);
    node.put("missingValues", trained.missingValues());
    trained.report().summarise(node);
    return node;
  }

  /**
   * {@code trace.jsonl}: a line an iteration of the training that was kept; passes whose step was
   * refused have none.
   */
  String trace() {
    StringBuilder lines = new StringBuilder();
    boolean annealed = result.trace().stream().anyMatch(iteration -> !iteration.weights().isOne());
    for (Iteration iteration : result.trace()) {
      ObjectNode node = IterationJson.of(iteration);
      if (annealed) {
        IterationJson.putObjective(node, iteration);
      }
      lines.append(Json.line(node)).append('\n');
    }
    return lines.toString();
  }

  /** The table for a person. */
  void print(PrintStream out, String where) {
    EntropyTerms bound = result.bound();
    TrainingResult.Criteria criteria = result.criteria();
    out.println(trained.report().headline());
    out.println();
    line(out, "rows", "%,d", result.rows());
    if (trained.skippedRows() > 0) {
      line(out, "skipped rows", "%,d", trained.skippedRows());
    }
    if (trained.missingValues() > 0) {
      line(out, "missing values", "%,d", trained.missingValues());
    }
    if (result.weight() != result.rows()) {
      line(out, "total weight", "%.10g", result.weight());
    }
    line(out, "bound", "%.9f nats a row", bound.bound());
    line(
        out,
        "entropy sum",
        "%.9f = %.6f - %.6f - %.6f%s, gap %.1e",
        bound.entropySum(),
        bound.posterior(),
        bound.prior(),
        bound.observation(),
        bound.baseMeasure() == 0 ? "" : Numbers.format(" + (%.6f)", bound.baseMeasure()),
        bound.gap());
    line(
        out,
        "logLikelihood",
        "%s%.6f",
        result.model().hasExactPosterior() ? "" : "at least ",
        result.totalBound());
    line(out, "BIC", "%.3f", criteria.bic());
    line(out, "ICL", "%.3f", criteria.icl());
    line(
        out,
        "stopped",
        "%s after %s, %.1f s",
        result.stopReason(),
        result.iterationsText(),
        trained.seconds().total());
    out.println();
    trained.report().print(out);
    out.println();
    out.println("model written to " + where);
  }

  /** What a person may want to do now. */
  static List<String> next(String where) {
    return List.of(
        "next:",
        "  open " + where + "/report.html",
        "  entrosum inspect " + where,
        "  entrosum score --config FILE --model " + where + " --set output.path=FOLDER",
        "  entrosum publish " + where + " --to FILE.json");
  }

  private static void line(PrintStream out, String name, String format, Object... arguments) {
    out.println(Numbers.format("  %-14s %s", name, Numbers.format(format, arguments)));
  }
}
