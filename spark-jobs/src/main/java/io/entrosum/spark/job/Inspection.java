package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.io.ModelFile;
import io.entrosum.io.Tensor;
import io.entrosum.spark.storage.FileSystems;
import io.entrosum.spark.storage.ModelPointer;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A saved model, shown.
 *
 * @param summary what stands beside it, or null
 */
record Inspection(SavedModel saved, ModelDescription description, @Nullable ObjectNode summary) {
  static Inspection of(SavedModel saved, String folder, Configuration hadoop) {
    String file = ModelPointer.resolve(folder, hadoop) + "/summary.json";
    ObjectNode summary =
        FileSystems.matches(file, hadoop) ? Json.parse(FileSystems.readText(file, hadoop)) : null;
    return new Inspection(saved, saved.description(), summary);
  }

  private Map<String, Tensor> tensors() {
    return new ModelFile(saved.model(), saved.columns(), Map.of()).tensors();
  }

  /** Everything but large tensors. */
  ObjectNode json() {
    ObjectNode node = Json.object();
    node.put("model", saved.model().type());
    description.put(node);
    node.put("dimensions", saved.model().dimensions());
    node.put("parameters", saved.model().parameters());
    saved.columns().forEach(node.putArray("columns")::add);
    ObjectNode metadata = node.putObject("metadata");
    saved.metadata().forEach(metadata::put);
    ObjectNode shapes = node.putObject("tensors");
    Map<String, Tensor> tensors = tensors();
    tensors.forEach((name, tensor) -> tensor.shape().forEach(shapes.putArray(name)::add));
    tensors.forEach(
        (name, tensor) -> {
          if (!description.large().matcher(name).matches()) {
            put(node, name, tensor);
          }
        });
    if (summary != null) {
      node.set("summary", summary);
    }
    return node;
  }

  /** Everything. */
  ObjectNode fullJson() {
    ObjectNode node = json();
    tensors()
        .forEach(
            (name, tensor) -> {
              if (description.large().matcher(name).matches()) {
                put(node, name, tensor);
              }
            });
    return node;
  }

  private static void put(ObjectNode node, String name, Tensor tensor) {
    int[] shape = tensor.shape().stream().mapToInt(Integer::intValue).toArray();
    put(node.putArray(name), tensor.values(), 0, shape);
  }

  /** Adds the numbers of a tensor, nested as its shape says. */
  private static void put(ArrayNode into, double[] values, int at, int... shape) {
    int[] rest = Arrays.copyOfRange(shape, 1, shape.length);
    int stride = Arrays.stream(rest).reduce(1, (a, b) -> a * b);
    for (int i = 0; i < shape[0]; i++) {
      if (rest.length == 0) {
        into.add(values[at + i]);
      } else {
        put(into.addArray(), values, at + i * stride, rest);
      }
    }
  }

  /** The text for a person. */
  void print(PrintStream out) {
    out.println(description.headline());
    out.println("  columns    " + Numbers.names(saved.columns(), 12));
    description.printFacts(out);
    if (summary != null) {
      out.println(
          Numbers.format(
              "  trained    on %s, %s after %s, bound %.6f, BIC %.3f",
              Numbers.count(summary.path("rows").asLong(), "row"),
              summary.path("stopReason").asText(),
              Numbers.count(summary.path("iterations").asLong(), "iteration"),
              summary.path("bound").asDouble(),
              summary.path("bic").asDouble()));
    }
    out.println("  version    " + saved.metadata().get("entrosum.version"));
    out.println();
    description.printTable(out);
  }
}
