package io.entrosum.spark;

import io.entrosum.data.Categories;
import io.entrosum.data.ColumnDomain;
import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of one row after the other into an array, and says what is wrong with them.
 *
 * <p>A value that may be there for a good reason (null, NaN, infinite, an unknown category) is
 * <em>invalid</em>: the policy decides. What can only be a mistake in the making of the data (a
 * wrong length, a value outside the domain of its column, a negative weight) is an <em>error</em>
 * under every policy.
 */
final class RowValues {
  private static final String SKIP = " (set input.invalid to skip)";
  private static final String SKIP_OR_MISSING = " (set input.invalid to skip or missing)";

  private final RowReader reader;
  private final int weightAt;
  private final boolean holes;
  private final @Nullable Categories[] categories;
  private final @Nullable ColumnDomain[] domains;
  private double weight = 1;
  private int missing;
  private @Nullable String invalid;
  private @Nullable String error;

  RowValues(RowReader reader) {
    this.reader = reader;
    this.weightAt = reader.features().weight().isEmpty() ? -1 : reader.widths().length;
    this.holes = reader.policy() == InvalidPolicy.MISSING;
    this.categories = reader.reading().categories().toArray(Categories[]::new);
    this.domains = reader.reading().domains().toArray(ColumnDomain[]::new);
  }

  /** The weight of the last row. */
  double weight() {
    return weight;
  }

  /** The number of missing values (NaN) of the last row. */
  int missing() {
    return missing;
  }

  /** What is invalid in the last row, or null. */
  @Nullable String invalid() {
    return invalid;
  }

  /** What is wrong with the last row under every policy, or null. */
  @Nullable String error() {
    return error;
  }

  /**
   * Reads a row.
   *
   * @param buffer Modified from {@code at} on, a number a single column
   */
  void read(Row row, double[] buffer, int at) {
    missing = 0;
    invalid = null;
    error = null;
    int to = at;
    for (int i = 0; i < reader.widths().length && error == null; i++) {
      put(row.get(i), i, buffer, to, to - at);
      to += reader.widths()[i];
    }
    if (weightAt >= 0) {
      readWeight(row);
    }
  }

  private void put(@Nullable Object value, int i, double[] buffer, int to, int first) {
    FeatureColumns.Column column = reader.features().columns().get(i);
    int width = reader.widths()[i];
    Categories names = categories[first];
    if (value == null) {
      if (isNews()) {
        invalid = "column " + column.name() + " is null" + SKIP_OR_MISSING;
      }
      Arrays.fill(buffer, to, to + width, Double.NaN);
    } else if (names != null) {
      buffer[to] = code(CategoryFinder.name(value), names, column.name());
    } else if (length(value) == width) {
      copy(value, buffer, to);
    } else {
      error(
          String.format(
              Locale.ROOT,
              "column %s has %d elements, in the first row it has %d; all rows need the same"
                  + " number",
              column.name(),
              length(value),
              width));
      return;
    }
    for (int j = 0; j < width; j++) {
      check(buffer[to + j], first + j);
    }
  }

  private double code(String name, Categories names, String column) {
    int code = names.code(name);
    if (code < 0 && isNews()) {
      invalid =
          "column "
              + column
              + " is "
              + name
              + ", a category that the model does not know"
              + SKIP_OR_MISSING;
    }
    return code < 0 ? Double.NaN : code;
  }

  private void check(double value, int j) {
    if (Double.isNaN(value)) {
      missing++;
      if (isNews()) {
        invalid = "column " + reader.labels().get(j) + " is NaN" + SKIP_OR_MISSING;
      }
    } else if (Double.isInfinite(value)) {
      noNumber("column " + reader.labels().get(j) + " is " + name(value));
    } else {
      ColumnDomain domain = domains[j];
      String problem = domain == null ? null : domain.problem(value);
      if (problem != null) {
        error("column " + reader.labels().get(j) + " is " + name(value) + "; " + problem);
      }
    }
  }

  private void readWeight(Row row) {
    String column = "weight column " + reader.features().weight();
    weight = row.isNullAt(weightAt) ? Double.NaN : ((Number) row.get(weightAt)).doubleValue();
    if (weight < 0) {
      error(column + " is " + weight + "; weights must be >= 0");
    } else if (!Double.isFinite(weight)) {
      noNumber(column + " is " + (row.isNullAt(weightAt) ? "null" : name(weight)));
    }
  }

  /** What can be skipped, but stands for no missing value. */
  private void noNumber(String problem) {
    if (holes) {
      error(problem + SKIP);
    } else if (isNews()) {
      invalid = problem + SKIP;
    }
  }

  /** Whether a value that may be missing is worth a message: the first, where it may not. */
  private boolean isNews() {
    return !holes && invalid == null;
  }

  private void error(String problem) {
    if (error == null) {
      error = problem;
    }
  }

  private static String name(double value) {
    if (Double.isFinite(value)) {
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
      return whole ? Long.toString((long) value) : Double.toString(value);
    }
    return Double.isNaN(value) ? "NaN" : value > 0 ? "infinite" : "minus infinite";
  }

  /** The number of features in a value. */
  static int length(Object value) {
    if (value instanceof Vector vector) {
      return vector.size();
    }
    return value instanceof scala.collection.Seq<?> array ? array.size() : 1;
  }

  private static void copy(Object value, double[] buffer, int at) {
    if (value instanceof SparseVector sparse) {
      Arrays.fill(buffer, at, at + sparse.size(), 0.0);
      for (int i = 0; i < sparse.indices().length; i++) {
        buffer[at + sparse.indices()[i]] = sparse.values()[i];
      }
    } else if (value instanceof Vector vector) {
      System.arraycopy(vector.toArray(), 0, buffer, at, vector.size());
    } else if (value instanceof scala.collection.Seq<?> array) {
      for (int i = 0; i < array.size(); i++) {
        Object element = array.apply(i);
        buffer[at + i] = element == null ? Double.NaN : ((Number) element).doubleValue();
      }
    } else {
      buffer[at] = ((Number) value).doubleValue();
    }
  }
}
