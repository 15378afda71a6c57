package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.model.Mixture;
import io.entrosum.train.TrainingResult;
import java.io.PrintStream;
import java.util.List;

/**
 * Candidates and how they did.
 *
 * @param passes over the data, all together
 */
record Selection(SelectConfig.Criterion criterion, List<Candidate> candidates, int passes) {
  /**
   * A candidate.
   *
   * @param heldOut the mean bound of the rows that were held out; NaN where none were
   */
  record Candidate(ModelConfig model, TrainingResult<Mixture> result, double heldOut) {
    /** What is compared; less is better. */
    double score(SelectConfig.Criterion criterion) {
      return switch (criterion) {
        case BIC -> result.criteria().bic();
        case ICL -> result.criteria().icl();
        case AIC -> result.criteria().aic();
        case HELD_OUT -> -heldOut;
      };
    }
  }

  /** The best candidate, the first of equals. */
  Candidate best() {
    return candidates.get(bestIndex());
  }

  private int bestIndex() {
    int best = 0;
    for (int i = 1; i < candidates.size(); i++) {
      if (candidates.get(i).score(criterion) < candidates.get(best).score(criterion)) {
        best = i;
      }
    }
    return best;
  }

  private boolean several(java.util.function.Function<ModelConfig, Object> what) {
    return candidates.stream().map(Candidate::model).map(what).distinct().count() > 1;
  }

  /** The table for a person. */
  void print(PrintStream out) {
    boolean held = criterion == SelectConfig.Criterion.HELD_OUT;
    boolean families = several(ModelConfig::families);
    out.println(
        Numbers.format(
            "  %10s  %-10s  %10s  %14s  %14s  %14s  %14s%s  %s",
            "components",
            "covariance",
            "parameters",
            "logLikelihood",
            "AIC",
            "BIC",
            "ICL",
            held ? Numbers.format("  %14s", "held-out bound") : "",
            families ? "families" : ""));
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      TrainingResult<Mixture> result = candidate.result;
      String line =
          Numbers.format(
              "%s %10d  %-10s  %,10d  %14.3f  %14.3f  %14.3f  %14.3f%s  %s",
              i == bestIndex() ? "*" : " ",
              candidate.model.components(),
              candidate.model.covariance().label(),
              result.model().parameters(),
              result.totalBound(),
              result.criteria().aic(),
              result.criteria().bic(),
              result.criteria().icl(),
              held ? Numbers.format("  %14.6f", candidate.heldOut) : "",
              families ? candidate.model.families() : "");
      out.println(line.stripTrailing());
    }
    out.println();
    out.println(
        Numbers.format(
            "* chosen by %s; %s over the data for %s",
            criterion.label(),
            passes == 1 ? "1 pass" : Numbers.format("%,d passes", passes),
            Numbers.count(candidates.size(), "candidate")));
    out.println();
  }

  /** {@code selection.json}. */
  ObjectNode json() {
    ObjectNode node = Json.object();
    node.put("criterion", criterion.label());
    node.put("passes", passes);
    ArrayNode rows = node.putArray("candidates");
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      TrainingResult<Mixture> result = candidate.result;
      ObjectNode row = rows.addObject();
      row.put("components", candidate.model.components());
      row.put("covariance", candidate.model.covariance().label());
      candidate.model.families().forEach(row.putObject("columns")::put);
      row.put("parameters", result.model().parameters());
      row.put("iterations", result.iterations());
      row.put("stopReason", result.stopReason().name());
      Json.put(row, "bound", result.bound().bound());
      Json.put(row, "logLikelihood", result.totalBound());
      Json.put(row, "aic", result.criteria().aic());
      Json.put(row, "bic", result.criteria().bic());
      Json.put(row, "icl", result.criteria().icl());
      Json.put(row, "heldOutBound", candidate.heldOut);
      row.put("chosen", i == bestIndex());
    }
    return node;
  }
}
