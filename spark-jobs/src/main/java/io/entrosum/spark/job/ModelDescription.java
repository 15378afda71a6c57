package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.family.CovarianceType;
import io.entrosum.spark.storage.FileSystems;
import java.io.PrintStream;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** A saved mixture in words and numbers. */
final class ModelDescription {
  private static final int MOST_COLUMNS = 6;
  private static final int MOST_COMPONENTS = 50;

  private final SavedMixture saved;
  private final @Nullable ObjectNode summary;

  ModelDescription(SavedMixture saved, @Nullable ObjectNode summary) {
    this.saved = saved;
    this.summary = summary;
  }

  /** The summary beside a model, or null where there is none. */
  static @Nullable ObjectNode summary(String folder, Configuration hadoop) {
    String file = folder + "/summary.json";
    return FileSystems.matches(file, hadoop)
        ? Json.parse(FileSystems.readText(file, hadoop))
        : null;
  }

  private int[] covarianceShape() {
    return saved
        .gaussian()
        .covarianceType()
        .shape(saved.mixture().count(), saved.mixture().dimensions());
  }

  /** Everything but the covariances. */
  ObjectNode json() {
    ObjectNode node = Json.object();
    int k = saved.mixture().count();
    int d = saved.mixture().dimensions();
    node.put("model", saved.mixture().type());
    node.put("family", saved.gaussian().family());
    node.put("covariance", saved.gaussian().covarianceType().label());
    node.put("components", k);
    node.put("dimensions", d);
    node.put("parameters", saved.mixture().parameters());
    saved.columns().forEach(node.putArray("columns")::add);
    ObjectNode metadata = node.putObject("metadata");
    saved.metadata().forEach(metadata::put);
    ObjectNode shapes = node.putObject("tensors");
    shapes.putArray("weights").add(k);
    shapes.putArray("means").add(k).add(d);
    Arrays.stream(covarianceShape()).forEach(shapes.putArray("covariances")::add);
    put(node.putArray("weights"), saved.mixture().weights(), 0, k);
    put(node.putArray("means"), saved.gaussian().means(), 0, k, d);
    if (summary != null) {
      node.set("summary", summary);
    }
    return node;
  }

  /** Everything. */
  ObjectNode fullJson() {
    ObjectNode node = json();
    put(node.putArray("covariances"), saved.gaussian().covariances(), 0, covarianceShape());
    return node;
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

  /** The table for a person. */
  void print(PrintStream out) {
    out.println(
        Numbers.format(
            "mixture of %s, %s covariance, %s, %,d free parameters",
            Numbers.count(saved.mixture().count(), "gaussian"),
            saved.gaussian().covarianceType().label(),
            Numbers.count(saved.mixture().dimensions(), "column"),
            saved.mixture().parameters()));
    out.println("  columns    " + Numbers.names(saved.columns(), 12));
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
    table(out);
  }

  private void table(PrintStream out) {
    int d = saved.mixture().dimensions();
    int shown = Math.min(d, MOST_COLUMNS);
    StringBuilder head = new StringBuilder("  component     weight  mean (standard deviation) of");
    out.println(head);
    head = new StringBuilder(" ".repeat(22));
    for (int j = 0; j < shown; j++) {
      head.append(Numbers.format("  %22s", shorten(saved.columns().get(j))));
    }
    out.println(head + (shown < d ? "  ..." : ""));
    double[] weights = saved.mixture().weights();
    double[] means = saved.gaussian().means();
    double[] covariances = saved.gaussian().covariances();
    for (int c = 0; c < Math.min(weights.length, MOST_COMPONENTS); c++) {
      StringBuilder line = new StringBuilder(Numbers.format("  %9d   %.6f", c, weights[c]));
      for (int j = 0; j < shown; j++) {
        String mean = Numbers.format("%.6g (%.3g)", means[c * d + j], deviation(covariances, c, j));
        line.append(Numbers.format("  %22s", mean));
      }
      out.println(line);
    }
    if (weights.length > MOST_COMPONENTS) {
      out.println(Numbers.format("  and %,d more (--json)", weights.length - MOST_COMPONENTS));
    }
  }

  private static String shorten(String name) {
    return name.length() <= 22 ? name : name.substring(0, 19) + "...";
  }

  private double deviation(double[] covariances, int c, int j) {
    int d = saved.mixture().dimensions();
    CovarianceType type = saved.gaussian().covarianceType();
    int at =
        switch (type) {
          case FULL -> (c * d + j) * d + j;
          case TIED -> j * d + j;
          case DIAGONAL -> c * d + j;
          case SPHERICAL -> c;
        };
    return Math.sqrt(covariances[at]);
  }
}
