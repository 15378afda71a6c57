package io.entrosum.spark.metrics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.train.Iteration;

/** An iteration as a JSON object: a line of {@code trace.jsonl}, of the log, metrics of MLflow. */
public final class IterationJson {
  private IterationJson() {}

  /**
   * {@code iteration}, {@code bound}, {@code entropies} {{@code posterior}, {@code prior}, {@code
   * observation}, {@code baseMeasure}}, {@code entropySum}, {@code gap}, {@code change} (nats a
   * row), {@code seconds}, {@code rows}; null where a number is not finite.
   */
  public static ObjectNode of(Iteration iteration) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("iteration", iteration.number());
    put(node, "bound", iteration.bound().bound());
    putEntropies(node, iteration.bound());
    put(node, "change", iteration.change());
    put(node, "seconds", iteration.seconds());
    node.put("rows", iteration.rows());
    return node;
  }

  /** Adds what was climbed: {@code objective}, and {@code weights} on the parts of the bound. */
  public static void putObjective(ObjectNode node, Iteration iteration) {
    put(node, "objective", iteration.objective());
    ObjectNode weights = node.putObject("weights");
    weights.put("posterior", iteration.weights().posterior());
    weights.put("prior", iteration.weights().prior());
    weights.put("likelihood", iteration.weights().likelihood());
  }

  /** Adds {@code entropies}, {@code entropySum} and {@code gap}. */
  public static void putEntropies(ObjectNode node, EntropyTerms terms) {
    ObjectNode entropies = node.putObject("entropies");
    put(entropies, "posterior", terms.posterior());
    put(entropies, "prior", terms.prior());
    put(entropies, "observation", terms.observation());
    put(entropies, "baseMeasure", terms.baseMeasure());
    put(node, "entropySum", terms.entropySum());
    put(node, "gap", terms.gap());
  }

  /** Adds a number; null where it is not finite. */
  public static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }
}
