package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.train.TrainingResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Candidates and how they did.
 *
 * @param headings of what tells candidates apart, for a person
 * @param passes over the data, all together
 */
record Selection(
    SelectConfig.Criterion criterion,
    List<String> headings,
    List<Candidate> candidates,
    int passes) {
  /** What was chosen, and from what. */
  record Chosen(Trained trained, Selection selection) {}

  /** What tells a candidate from others. */
  interface Shape {
    /** A text a heading. */
    List<String> cells();

    /** Adds it to a row of {@code selection.json}. */
    void put(ObjectNode row);
  }

  /**
   * A candidate.
   *
   * @param heldOut the mean bound of the rows that were held out; NaN where none were
   */
  record Candidate(Shape shape, TrainingResult<?> result, double heldOut) {
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

  /** The index of the best candidate, the first of equals. */
  int best() {
    int best = 0;
    for (int i = 1; i < candidates.size(); i++) {
      if (candidates.get(i).score(criterion) < candidates.get(best).score(criterion)) {
        best = i;
      }
    }
    return best;
  }

  /** The table for a person. */
  void print(PrintStream out) {
    boolean held = criterion == SelectConfig.Criterion.HELD_OUT;
    List<String> numbers =
        new ArrayList<>(List.of("parameters", "logLikelihood", "AIC", "BIC", "ICL"));
    if (held) {
      numbers.add("held-out bound");
    }
    out.println(line(" ", headings, numbers));
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      TrainingResult<?> result = candidate.result;
      List<String> values = new ArrayList<>();
      values.add(Numbers.format("%,d", result.model().parameters()));
      values.add(Numbers.format("%.3f", result.totalBound()));
      values.add(Numbers.format("%.3f", result.criteria().aic()));
      values.add(Numbers.format("%.3f", result.criteria().bic()));
      values.add(Numbers.format("%.3f", result.criteria().icl()));
      if (held) {
        values.add(Numbers.format("%.6f", candidate.heldOut));
      }
      out.println(line(i == best() ? "*" : " ", candidate.shape.cells(), values));
    }
    out.println();
    out.println(
        Numbers.format(
            "* chosen by %s; %s over the data for %s",
            criterion.label(),
            passes == 1 ? "1 pass" : Numbers.format("%,d passes", passes),
            Numbers.count(candidates.size(), "candidate")));
    if (!candidates.isEmpty() && !candidates.get(0).result().model().hasExactPosterior()) {
      out.println("  the bound stands for the log-likelihood, which it is below");
    }
    out.println();
  }

  /** The first text of what it is, its numbers, and then the rest, which may be long. */
  private String line(String mark, List<String> shape, List<String> numbers) {
    StringBuilder line = new StringBuilder(mark);
    for (int i = 0; i < shape.size(); i++) {
      int width = Math.max(10, headings.get(i).length());
      if (i < 2) {
        line.append(Numbers.format(" %" + (i == 0 ? "" : "-") + width + "s ", shape.get(i)));
      }
    }
    for (int i = 0; i < numbers.size(); i++) {
      line.append(Numbers.format(" %" + (i == 0 ? 10 : 14) + "s ", numbers.get(i)));
    }
    for (int i = 2; i < shape.size(); i++) {
      line.append(' ').append(shape.get(i));
    }
    return line.toString().stripTrailing();
  }

  /** {@code selection.json}. */
  ObjectNode json() {
    ObjectNode node = Json.object();
    node.put("criterion", criterion.label());
    node.put("passes", passes);
    ArrayNode rows = node.putArray("candidates");
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      TrainingResult<?> result = candidate.result;
      ObjectNode row = rows.addObject();
      candidate.shape.put(row);
      row.put("parameters", result.model().parameters());
      row.put("iterations", result.iterations());
      row.put("stopReason", result.stopReason().name());
      Json.put(row, "bound", result.bound().bound());
      Json.put(
          row,
          "logLikelihood",
          result.model().hasExactPosterior() ? result.totalBound() : Double.NaN);
      Json.put(row, "aic", result.criteria().aic());
      Json.put(row, "bic", result.criteria().bic());
      Json.put(row, "icl", result.criteria().icl());
      Json.put(row, "heldOutBound", candidate.heldOut);
      row.put("chosen", i == best());
    }
    return node;
  }
}
