package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.spark.metrics.IterationJson;
import io.entrosum.train.Iteration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Numbers by the names that they have in MLflow; what is not finite is left out. */
final class MlflowFigures {
  /** Of an iteration, which say nothing there. */
  private static final Set<String> NO_METRICS = Set.of("iteration", "rows");

  /** Beginnings of names of the summary that iterations have, too. */
  private static final Set<String> OF_ITERATIONS =
      Set.of("bound", "entropySum", "gap", "entropies");

  private MlflowFigures() {}

  /** Of an iteration: {@code bound}, {@code entropies.prior}, {@code seconds}. */
  static Map<String, Double> of(Iteration iteration) {
    ObjectNode node = IterationJson.of(iteration);
    node.remove(NO_METRICS);
    if (!iteration.weights().isOne()) {
      IterationJson.putObjective(node, iteration);
    }
    Map<String, Double> figures = new TreeMap<>();
    collect("", node, figures);
    return figures;
  }

  /** Of a summary: {@code bic}, {@code seconds.total}, {@code trained.bound}. */
  static Map<String, Double> of(ObjectNode summary) {
    ObjectNode node = Json.object();
    ObjectNode trained = Json.object();
    summary
        .properties()
        .forEach(
            entry ->
                (OF_ITERATIONS.contains(entry.getKey()) ? trained : node)
                    .set(entry.getKey(), entry.getValue()));
    Map<String, Double> figures = new TreeMap<>();
    collect("", node, figures);
    collect("trained.", trained, figures);
    return figures;
  }

  /** Objects within objects; lists are not for metrics. */
  private static void collect(String prefix, ObjectNode node, Map<String, Double> figures) {
    node.properties()
        .forEach(
            entry -> {
              JsonNode value = entry.getValue();
              if (value instanceof ObjectNode inner) {
                collect(prefix + entry.getKey() + ".", inner, figures);
              } else if (value.isNumber()) {
                figures.put(prefix + entry.getKey(), value.asDouble());
              }
            });
  }
}
