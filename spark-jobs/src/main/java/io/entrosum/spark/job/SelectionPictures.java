package io.entrosum.spark.job;

import io.entrosum.spark.report.Figure;
import io.entrosum.spark.report.Figures;
import io.entrosum.spark.report.Figures.Series;
import io.entrosum.spark.report.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was chosen, and from what. */
record SelectionPictures(Selection selection) {
  Section section() {
    List<Figure> figures = new ArrayList<>();
    figures.add(criterion("BIC", candidate -> candidate.result().criteria().bic()));
    figures.add(criterion("ICL", candidate -> candidate.result().criteria().icl()));
    figures.add(criterion("AIC", candidate -> candidate.result().criteria().aic()));
    if (selection.criterion() == SelectConfig.Criterion.HELD_OUT) {
      figures.add(criterion("held-out bound, nats a row", Selection.Candidate::heldOut));
    }
    return new Section(
        "Selection",
        Numbers.format(
            "Chosen by %s: %s, of %s.",
            selection.criterion().label(),
            name(selection.candidates().get(selection.best())),
            Numbers.count(selection.candidates().size(), "candidate")),
        figures,
        List.of());
  }

  private String name(Selection.Candidate candidate) {
    List<String> cells = candidate.shape().cells();
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isBlank()) {
        parts.add(selection.headings().get(i) + " " + cells.get(i));
      }
    }
    return String.join(", ", parts);
  }

  /** A line a kind of candidates, over the number that is the first heading. */
  private Figure criterion(String name, ToDoubleFunction<Selection.Candidate> of) {
    Map<String, Map<Double, Double>> kinds = new LinkedHashMap<>();
    java.util.TreeSet<Double> numbers = new java.util.TreeSet<>();
    for (Selection.Candidate candidate : selection.candidates()) {
      List<String> cells = candidate.shape().cells();
      String kind = String.join(" ", cells.subList(1, cells.size())).strip();
      double number = Double.parseDouble(cells.get(0).strip());
      numbers.add(number);
      kinds
          .computeIfAbsent(kind.isEmpty() ? name : kind, key -> new LinkedHashMap<>())
          .put(number, of.applyAsDouble(candidate));
    }
    List<Series> lines = new ArrayList<>();
    kinds.forEach(
        (kind, values) ->
            lines.add(
                new Series(
                    kind,
                    numbers.stream()
                        .mapToDouble(number -> values.getOrDefault(number, Double.NaN))
                        .toArray())));
    String heading = selection.headings().get(0);
    double best =
        Double.parseDouble(
            selection.candidates().get(selection.best()).shape().cells().get(0).strip());
    return Figures.lines(
        name + " of all candidates; the choice is marked.",
        new Figures.Axis(heading, true),
        name,
        numbers.stream().mapToDouble(Double::doubleValue).toArray(),
        lines,
        new Figures.Mark("chosen", best, false));
  }
}
