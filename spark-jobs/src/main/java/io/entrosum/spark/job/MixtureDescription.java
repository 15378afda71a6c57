package io.entrosum.spark.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.data.Categories;
import io.entrosum.family.CategoricalColumns;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.GaussianComponents;
import io.entrosum.family.IndependentColumns;
import io.entrosum.family.ProductComponents;
import io.entrosum.spark.GroupChoice;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A saved mixture in words and numbers. */
final class MixtureDescription implements ModelDescription {
  private static final int MOST_COLUMNS = 6;
  private static final int MOST_COMPONENTS = 50;
  private static final int WIDTH = 22;
  private static final int BAR = 12;

  /** Left out of the short form: they grow with the square of the columns. */
  private static final Pattern LARGE = Pattern.compile("covariances(\\..+)?|loadings");

  private final SavedMixture saved;

  MixtureDescription(SavedMixture saved) {
    this.saved = saved;
  }

  @Override
  public void put(ObjectNode node) {
    node.put("family", saved.mixture().components().family());
    saved.gaussian().ifPresent(part -> node.put("covariance", part.covarianceType().label()));
    if (saved.mixture().components() instanceof FactorComponents factors) {
      node.put("latentDimensions", factors.latentDimensions());
      node.put("noise", factors.noiseType().label());
    }
    node.put("components", saved.mixture().count());
    saved.families().forEach(node.putObject("families")::put);
    GroupText.put(node, saved.groups());
  }

  @Override
  public Pattern large() {
    return LARGE;
  }

  @Override
  public String headline() {
    return headline(saved);
  }

  /** What it is, in one line. */
  static String headline(SavedMixture saved) {
    if (saved.mixture().components() instanceof FactorComponents factors) {
      return Numbers.format(
          "mixture of %s, %s each, %s noise, %s, %,d free parameters",
          Numbers.count(factors.count(), "factor analyser"),
          Numbers.count(factors.latentDimensions(), "latent dimension"),
          factors.noiseType().label(),
          Numbers.count(factors.dimensions(), "column"),
          saved.mixture().parameters());
    }
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

  @Override
  public void printFacts(PrintStream out) {
    for (GroupChoice group : saved.groups()) {
      out.println("  group      " + GroupText.of(group));
    }
  }

  @Override
  public void printTable(PrintStream out) {
    boolean gaussian =
        saved.mixture().components() instanceof GaussianComponents
            || saved.mixture().components() instanceof FactorComponents;
    out.println(
        "  component     weight              "
            + (gaussian
                ? "mean (standard deviation) of"
                : "mean (standard deviation), or most frequent categories, of"));
    table(out);
  }

  private void table(PrintStream out) {
    int d = saved.mixture().dimensions();
    int shown = Math.min(d, MOST_COLUMNS);
    StringBuilder head = new StringBuilder(" ".repeat(WIDTH + BAR + 2));
    for (int j = 0; j < shown; j++) {
      head.append(Numbers.format("  %22s", shorten(saved.columns().get(j))));
    }
    out.println(head + (shown < d ? "  ..." : ""));
    double[] weights = saved.mixture().weights();
    double largest = Arrays.stream(weights).max().orElse(1);
    Map<String, Categories> categories = saved.categories();
    for (int c = 0; c < Math.min(weights.length, MOST_COMPONENTS); c++) {
      StringBuilder line =
          new StringBuilder(
              Numbers.format(
                  "  %9d   %.6f  %s", c, weights[c], Numbers.bar(weights[c] / largest, BAR)));
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
      if (j >= 0 && part.components() instanceof FactorComponents factors) {
        double deviation = Math.sqrt(factors.variance(c, j));
        return Numbers.format(
            "%.6g (%.3g)", factors.means()[c * factors.dimensions() + j], deviation);
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
