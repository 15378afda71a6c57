package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Categories;
import io.entrosum.family.CategoricalColumns;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.IndependentColumns;
import io.entrosum.family.ProductComponents;
import io.entrosum.io.ModelFile;
import io.entrosum.io.Tensor;
import io.entrosum.spark.GroupChoice;
import io.entrosum.spark.storage.FileSystems;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** A saved mixture in words and numbers. */
final class ModelDescription {
  private static final int MOST_COLUMNS = 6;
  private static final int MOST_COMPONENTS = 50;
  private static final int WIDTH = 22;

  /** Left out of the short form: they grow with the square of the columns. */
  private static final Pattern COVARIANCES = Pattern.compile("covariances(\\..+)?");

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

  private Map<String, Tensor> tensors() {
    return new ModelFile(saved.mixture(), saved.columns(), Map.of()).tensors();
  }

  /** Everything but the covariances. */
  ObjectNode json() {
    ObjectNode node = Json.object();
    node.put("model", saved.mixture().type());
    node.put("family", saved.mixture().components().family());
    saved.gaussian().ifPresent(part -> node.put("covariance", part.covarianceType().label()));
    node.put("components", saved.mixture().count());
    node.put("dimensions", saved.mixture().dimensions());
    node.put("parameters", saved.mixture().parameters());
    saved.columns().forEach(node.putArray("columns")::add);
    saved.families().forEach(node.putObject("families")::put);
    GroupText.put(node, saved.groups());
    ObjectNode metadata = node.putObject("metadata");
    saved.metadata().forEach(metadata::put);
    ObjectNode shapes = node.putObject("tensors");
    Map<String, Tensor> tensors = tensors();
    tensors.forEach((name, tensor) -> tensor.shape().forEach(shapes.putArray(name)::add));
    tensors.forEach(
        (name, tensor) -> {
          if (!COVARIANCES.matcher(name).matches()) {
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
              if (COVARIANCES.matcher(name).matches()) {
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

  /** What it is, in one line. */
  static String headline(SavedMixture saved) {
    String covariance =
        saved.gaussian().map(part -> part.covarianceType().label() + " covariance, ").orElse("")
            + (saved.groups().isEmpty()
                ? ""
                : Numbers.count(saved.groups().size(), "group") + ", ");
    boolean gaussian = saved.mixture().components() instanceof GaussianComponents;
    return Numbers.format(
        "mixture of %s, %s%s%s, %,d free parameters",
        Numbers.count(saved.mixture().count(), gaussian ? "gaussian" : "component"),
        covariance,
        Numbers.count(saved.mixture().dimensions(), "column"),
        gaussian ? "" : " (" + families(saved) + ")",
        saved.mixture().parameters());
  }

  /** How many columns there are of each family. */
  private static String families(SavedMixture saved) {
    return saved.families().values().stream()
        .collect(
            Collectors.groupingBy(family -> family, java.util.TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  /** The table for a person. */
  void print(PrintStream out) {
    out.println(headline(saved));
    out.println("  columns    " + Numbers.names(saved.columns(), 12));
    for (GroupChoice group : saved.groups()) {
      out.println("  group      " + GroupText.of(group));
    }
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
    boolean gaussian = saved.mixture().components() instanceof GaussianComponents;
    out.println(
        "  component     weight  "
            + (gaussian
                ? "mean (standard deviation) of"
                : "mean (standard deviation), or most frequent categories, of"));
    table(out);
  }

  private void table(PrintStream out) {
    int d = saved.mixture().dimensions();
    int shown = Math.min(d, MOST_COLUMNS);
    StringBuilder head = new StringBuilder(" ".repeat(WIDTH));
    for (int j = 0; j < shown; j++) {
      head.append(Numbers.format("  %22s", shorten(saved.columns().get(j))));
    }
    out.println(head + (shown < d ? "  ..." : ""));
    double[] weights = saved.mixture().weights();
    Map<String, Categories> categories = saved.categories();
    for (int c = 0; c < Math.min(weights.length, MOST_COMPONENTS); c++) {
      StringBuilder line = new StringBuilder(Numbers.format("  %9d   %.6f", c, weights[c]));
      for (int j = 0; j < shown; j++) {
        line.append(Numbers.format("  %22s", shorten(cell(c, j, categories))));
      }
      out.println(line);
    }
    if (weights.length > MOST_COMPONENTS) {
      out.println(Numbers.format("  and %,d more (--json)", weights.length - MOST_COMPONENTS));
    }
  }

  private static String shorten(String name) {
    return name.length() <= WIDTH ? name : name.substring(0, WIDTH - 3) + "...";
  }

  /** What a component is like in a column. */
  private String cell(int c, int column, Map<String, Categories> categories) {
    for (ProductComponents.Part part : saved.parts()) {
      int j = IntStream.of(part.columns()).boxed().toList().indexOf(column);
      if (j >= 0 && part.components() instanceof GaussianComponents gaussian) {
        int d = gaussian.dimensions();
        double deviation = Math.sqrt(gaussian.covariance(c)[j * d + j]);
        return Numbers.format("%.6g (%.3g)", gaussian.means()[c * d + j], deviation);
      }
      if (j >= 0 && part.components() instanceof IndependentColumns independent) {
        return Numbers.format("%.6g", independent.mean(c, j));
      }
      if (j >= 0 && part.components() instanceof CategoricalColumns categorical) {
        return frequent(c, j, categorical, categories.get(saved.columns().get(column)));
      }
    }
    return "";
  }

  private static String frequent(
      int c, int j, CategoricalColumns columns, @Nullable Categories names) {
    List<Integer> order =
        IntStream.range(0, columns.categories(j))
            .boxed()
            .sorted(Comparator.comparingDouble(v -> -columns.probability(c, j, v)))
            .limit(2)
            .toList();
    return order.stream()
        .map(
            v ->
                Numbers.format(
                    "%s %.2f",
                    names == null ? String.valueOf(v) : names.name(v),
                    columns.probability(c, j, v)))
        .collect(Collectors.joining(" "));
  }
}
