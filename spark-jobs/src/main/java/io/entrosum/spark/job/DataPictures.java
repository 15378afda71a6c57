package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.data.Categories;
import io.entrosum.spark.report.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the data is like, by a sample of its rows.
 *
 * @param categories of the columns that have categories, by name
 */
record DataPictures(List<String> columns, Map<String, Categories> categories, Block sample) {
  private static final int MOST_COLUMNS = 200;

  /** The number of rows to sample for pictures of D columns; 0 where these are too many. */
  static int sampleSize(int columns) {
    int rows = Math.min(5000, 1_000_000 / Math.max(1, columns));
    return rows < 100 ? 0 : rows;
  }

  Section section(Trained trained) {
    String text =
        Numbers.format(
            "%s used, %s skipped, %s missing, %s.%s",
            Numbers.count(trained.result().rows(), "row"),
            Numbers.format("%,d", trained.skippedRows()),
            Numbers.count(trained.missingValues(), "value"),
            Numbers.count(columns.size(), "column"),
            sample.rows() == 0
                ? " No rows were sampled: there are too many columns for pictures."
                : Numbers.format(
                        " The table is of %s%s.",
                        sample.rows() == trained.result().rows() ? "all " : "a random sample of ",
                        Numbers.count(sample.rows(), "row"))
                    + (columns.size() > MOST_COLUMNS
                        ? Numbers.format(" The first %d columns.", MOST_COLUMNS)
                        : ""));
    return Section.table("Data", text, sample.rows() == 0 ? List.of() : table());
  }

  private List<List<String>> table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("column", "least", "mean", "largest", "deviation", "missing"));
    for (int j = 0; j < Math.min(MOST_COLUMNS, columns.size()); j++) {
      rows.add(row(j));
    }
    return rows;
  }

  private List<String> row(int j) {
    Categories names = categories.get(columns.get(j));
    return names == null ? numbers(j) : named(j, names);
  }

  /** Codes of categories have no mean and no range. */
  private List<String> named(int j, Categories names) {
    double[] seen = new double[names.count()];
    long missing = 0;
    for (int i = 0; i < sample.rows(); i++) {
      double code = sample.value(i, j);
      if (Double.isNaN(code)) {
        missing++;
      } else {
        seen[(int) code] += sample.weight(i);
      }
    }
    int most = 0;
    for (int v = 1; v < seen.length; v++) {
      most = seen[v] > seen[most] ? v : most;
    }
    return List.of(
        columns.get(j),
        Numbers.format("%d categories", names.count()),
        seen[most] > 0 ? "mostly " + names.name(most) : "",
        "",
        "",
        share(missing));
  }

  private String share(long missing) {
    return missing == 0 ? "" : Numbers.format("%.1f %%", 100.0 * missing / sample.rows());
  }

  private List<String> numbers(int j) {
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    double weight = 0;
    double mean = 0;
    double squares = 0;
    long missing = 0;
    for (int i = 0; i < sample.rows(); i++) {
      double x = sample.value(i, j);
      if (Double.isNaN(x)) {
        missing++;
        continue;
      }
      least = Math.min(least, x);
      largest = Math.max(largest, x);
      double w = sample.weight(i);
      weight += w;
      double step = x - mean;
      mean += step * w / weight;
      squares += w * step * (x - mean);
    }
    String share = share(missing);
    return weight == 0
        ? List.of(columns.get(j), "", "", "", "", share)
        : List.of(
            columns.get(j),
            Numbers.format("%.6g", least),
            Numbers.format("%.6g", mean),
            Numbers.format("%.6g", largest),
            Numbers.format("%.4g", Math.sqrt(squares / weight)),
            share);
  }
}
