package io.entrosum.spark;

import io.entrosum.data.Categories;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Writes the values of one row after the other into an array, with the checks of a row. */
final class RowValues extends RowChecks {
  RowValues(RowReader reader) {
    super(reader);
  }

  /**
   * Reads a row.
   *
   * @param buffer Modified from {@code at} on, a number a single column
   */
  void read(Row row, double[] buffer, int at) {
    begin();
    int to = at;
    for (int i = 0; i < widths.length && error() == null; i++) {
      put(value(row, i), i, buffer, to, to - at);
      to += widths[i];
    }
    readWeight(row);
  }

  private void put(@Nullable Object value, int i, double[] buffer, int to, int first) {
    int width = widths[i];
    Categories names = categories[first];
    if (value == null) {
      noValue(i);
      Arrays.fill(buffer, to, to + width, Double.NaN);
    } else if (names != null) {
      buffer[to] = code(CategoryFinder.name(value), names, i);
    } else if (length(value) == width) {
      copy(value, buffer, to);
    } else {
      wrongLength(value, i);
      return;
    }
    if (width > 1 && allFinite(buffer, to, width) && isFree(first, width)) {
      return;
    }
    for (int j = 0; j < width; j++) {
      check(buffer[to + j], first + j);
    }
  }

  /** A product with 0 is 0, but for what is not finite. */
  private static boolean allFinite(double[] buffer, int from, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int j = from;
    for (; j + 3 < from + n; j += 4) {
      s0 += buffer[j] * 0;
      s1 += buffer[j + 1] * 0;
      s2 += buffer[j + 2] * 0;
      s3 += buffer[j + 3] * 0;
    }
    for (; j < from + n; j++) {
      s0 += buffer[j] * 0;
    }
    return s0 + s1 + s2 + s3 == 0;
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
        buffer[at + i] = number(array.apply(i));
      }
    } else {
      buffer[at] = number(value);
    }
  }
}
