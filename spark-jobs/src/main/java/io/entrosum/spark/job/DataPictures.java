package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.spark.report.Section;
import java.util.ArrayList;
import java.util.List;

/** What the data is like, by a sample of its rows. */
record DataPictures(List<String> columns, Block sample) {
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
    String share = missing == 0 ? "" : Numbers.format("%.1f %%", 100.0 * missing / sample.rows());
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
