package io.entrosum.spark;

import io.entrosum.data.Categories;
import io.entrosum.data.ColumnDomain;
import java.util.Locale;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with the values of one row after the other.
 *
 * <p>A value that may be there for a good reason (null, NaN, infinite, an unknown category) is
 * <em>invalid</em>: the policy decides. What can only be a mistake in the making of the data (a
 * wrong length, a value outside the domain of its column, a negative weight) is an <em>error</em>
 * under every policy.
 */
abstract class RowChecks {
  private static final String SKIP = " (set input.invalid to skip)";
  private static final String SKIP_OR_MISSING = " (set input.invalid to skip or missing)";

  /** The number of elements of each feature column. */
  final int[] widths;

  /** Whether values may be missing. */
  final boolean holes;

  /** Of each single column; null where it holds numbers. */
  final @Nullable Categories[] categories;

  private final RowReader reader;
  private final int weightAt;
  private final @Nullable ColumnDomain[] domains;

  /** Whether every column may be any number. */
  private final boolean free;

  private double weight = 1;
  private int missing;
  private @Nullable String invalid;
  private @Nullable String error;

  RowChecks(RowReader reader) {
    this.reader = reader;
    this.widths = reader.widths();
    this.weightAt = reader.features().weight().isEmpty() ? -1 : reader.widths().length;
    this.holes = reader.policy() == InvalidPolicy.MISSING;
    this.categories = reader.reading().categories().toArray(Categories[]::new);
    this.domains = reader.reading().domains().toArray(ColumnDomain[]::new);
    this.free = domainless(0, domains.length);
  }

  /** The weight of the last row. */
  final double weight() {
    return weight;
  }

  /** The number of missing values (NaN) of the last row. */
  final int missing() {
    return missing;
  }

  /** What is invalid in the last row, or null. */
  final @Nullable String invalid() {
    return invalid;
  }

  /** What is wrong with the last row under every policy, or null. */
  final @Nullable String error() {
    return error;
  }

  /** Forgets the last row. */
  final void begin() {
    missing = 0;
    invalid = null;
    error = null;
  }

  /** A feature column is null. */
  final void noValue(int i) {
    if (isNews()) {
      invalid =
          "column " + reader.features().columns().get(i).name() + " is null" + SKIP_OR_MISSING;
    }
  }

  /** A feature column has a wrong number of elements. */
  final void wrongLength(Object value, int i) {
    error(
        String.format(
            Locale.ROOT,
            "column %s has %d elements, in the first row it has %d; all rows need the same"
                + " number",
            reader.features().columns().get(i).name(),
            length(value),
            widths[i]));
  }

  /** The code of a category of a feature column. */
  final double code(String name, Categories names, int i) {
    int code = names.code(name);
    if (code < 0 && isNews()) {
      invalid =
          "column "
              + reader.features().columns().get(i).name()
              + " is "
              + name
              + ", a category that the model does not know"
              + SKIP_OR_MISSING;
    }
    return code < 0 ? Double.NaN : code;
  }

  /** Checks the value of a single column. */
  final void check(double value, int j) {
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

  /** Whether some single columns may be any number. */
  final boolean isFree(int first, int n) {
    return free || domainless(first, n);
  }

  private boolean domainless(int first, int n) {
    for (int j = first; j < first + n; j++) {
      if (domains[j] != null) {
        return false;
      }
    }
    return true;
  }

  /** Whether a number is in the domain of a single column. */
  final boolean inDomain(double value, int j) {
    ColumnDomain domain = domains[j];
    return domain == null || domain.problem(value) == null;
  }

  /** Reads the weight, if there is one. */
  final void readWeight(Row row) {
    if (weightAt < 0) {
      return;
    }
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

  /**
   * A value of a row. Where Spark passes on what a program's own function returned, as it is, an
   * array may be one of Java.
   */
  static @Nullable Object value(Row row, int i) {
    Object value = row.get(i);
    return value != null && value.getClass().isArray()
        ? scala.collection.mutable.ArraySeq.make(value)
        : value;
  }

  /** A number, or NaN for null. */
  static double number(@Nullable Object value) {
    return value == null ? Double.NaN : ((Number) value).doubleValue();
  }
}
