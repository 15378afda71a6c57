package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.data.Categories;
import io.entrosum.family.CategoricalColumns;
import io.entrosum.family.ExponentialFamily;
import io.entrosum.family.IndependentColumns;
import io.entrosum.family.ProductComponents;
import io.entrosum.spark.report.Figure;
import io.entrosum.spark.report.Figures;
import io.entrosum.spark.report.Figures.Series;
import io.entrosum.spark.report.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The columns of a sample of rows, with what a mixture says that they should be like. */
final class ColumnPictures {
  private static final int MOST_COLUMNS = 16;
  private static final int MOST_CURVES = 8;
  private static final int MOST_CATEGORIES = 30;

  private final SavedMixture saved;
  private final Block sample;
  private final double[] weights;
  private final Map<String, Categories> categories;

  ColumnPictures(SavedMixture saved, Block sample) {
    this.saved = saved;
    this.sample = sample;
    this.weights = saved.mixture().weights();
    this.categories = saved.categories();
  }

  Section section() {
    Figure[] figures = new Figure[Math.min(MOST_COLUMNS, saved.columns().size())];
    for (ProductComponents.Part part : saved.parts()) {
      for (int j = 0; j < part.columns().length; j++) {
        if (part.columns()[j] < figures.length) {
          figures[part.columns()[j]] = figure(part, j, part.columns()[j]);
        }
      }
    }
    return new Section(
        "Columns",
        "What rows have, and what the model says that they should have: the thick line is the"
            + " whole model, the others are its components, times their weights."
            + (figures.length < saved.columns().size()
                ? Numbers.format(" The first %d columns.", figures.length)
                : ""),
        List.of(figures),
        List.of());
  }

  private Figure figure(ProductComponents.Part part, int j, int column) {
    String name = saved.columns().get(column);
    if (part.components() instanceof CategoricalColumns categorical) {
      return categories(categorical, j, column, categories.get(name));
    }
    String caption = name + ": " + saved.families().get(name) + ".";
    double[] values = new double[sample.rows()];
    double[] own = new double[sample.rows()];
    for (int i = 0; i < values.length; i++) {
      values[i] = sample.value(i, column);
      own[i] = sample.weight(i);
    }
    List<Bins.Curve> curves = curves(part, j);
    return isWhole(part, j)
        ? Bins.ofWhole(values, own).wholeFigure(caption, name, curves)
        : Bins.of(values, own).figure(caption, name, curves);
  }

  private static boolean isWhole(ProductComponents.Part part, int j) {
    if (part.components() instanceof IndependentColumns independent) {
      ExponentialFamily family = independent.families().get(j);
      return family.problem(1) == null && family.problem(0.5) != null;
    }
    return false;
  }

  /** The model, and each component where these are few. */
  private List<Bins.Curve> curves(ProductComponents.Part part, int j) {
    List<DoubleUnaryOperator> each = new ArrayList<>();
    Marginals marginals = Marginals.of(part.components()).orElse(null);
    for (int c = 0; c < weights.length; c++) {
      int component = c;
      each.add(
          marginals != null
              ? x -> weights[component] * marginals.density(component, j, x)
              : x ->
                  weights[component]
                      * Math.exp(
                          ((IndependentColumns) part.components()).logDensity(component, j, x)));
    }
    List<Bins.Curve> curves = new ArrayList<>();
    curves.add(
        new Bins.Curve("model", x -> each.stream().mapToDouble(one -> one.applyAsDouble(x)).sum()));
    for (int c = 0; c < each.size() && each.size() <= MOST_CURVES; c++) {
      curves.add(new Bins.Curve("component " + c, each.get(c)));
    }
    return curves;
  }

  private Figure categories(
      CategoricalColumns categorical, int j, int column, @Nullable Categories names) {
    double[] seen = new double[categorical.categories(j)];
    double total = 0;
    for (int i = 0; i < sample.rows(); i++) {
      double code = sample.value(i, column);
      if (!Double.isNaN(code)) {
        seen[(int) code] += sample.weight(i);
        total += sample.weight(i);
      }
    }
    int[] shown = mostFrequent(seen, MOST_CATEGORIES);
    double[] shares = new double[shown.length];
    double[] model = new double[shown.length];
    List<String> labels = new ArrayList<>();
    for (int v = 0; v < shown.length; v++) {
      shares[v] = total > 0 ? seen[shown[v]] / total : 0;
      for (int c = 0; c < weights.length; c++) {
        model[v] += weights[c] * categorical.probability(c, j, shown[v]);
      }
      labels.add(names == null ? String.valueOf(shown[v]) : names.name(shown[v]));
    }
    return Figures.bars(
        saved.columns().get(column)
            + ": categories."
            + (shown.length < seen.length
                ? Numbers.format(" The %d most frequent of %d.", shown.length, seen.length)
                : ""),
        saved.columns().get(column),
        "share",
        labels,
        List.of(new Series("rows", shares), new Series("model", model)));
  }

  /**
   * The categories of a column: all in their order, or where there are too many the most frequent,
   * those first.
   */
  static int[] mostFrequent(double[] seen, int most) {
    IntStream all = IntStream.range(0, seen.length);
    return seen.length <= most
        ? all.toArray()
        : all.boxed()
            .sorted(Comparator.comparingDouble(v -> -seen[v]))
            .limit(most)
            .mapToInt(Integer::intValue)
            .toArray();
  }
}
