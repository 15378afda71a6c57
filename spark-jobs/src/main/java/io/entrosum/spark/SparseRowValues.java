package io.entrosum.spark;

import io.entrosum.data.Categories;
import io.entrosum.data.SparseBlockBuilder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Adds the values of one row after the other to a sparse block, with the checks of {@link
 * RowChecks}, which are those of dense rows.
 *
 * <p>A sparse vector takes a step an entry, and one for each column whose domain has no zero.
 */
final class SparseRowValues extends RowChecks {
  private final SparseBlockBuilder builder;
  private final int[] noZeros;

  SparseRowValues(RowReader reader, SparseBlockBuilder builder) {
    super(reader);
    this.builder = builder;
    this.noZeros =
        IntStream.range(0, reader.reading().count()).filter(j -> !inDomain(0, j)).toArray();
  }

  /** Begins a row of the block and reads it. */
  void read(Row row) {
    begin();
    builder.begin();
    int first = 0;
    for (int i = 0; i < widths.length && error() == null; i++) {
      put(value(row, i), i, first);
      first += widths[i];
    }
    readWeight(row);
  }

  private void put(@Nullable Object value, int i, int first) {
    Categories names = categories[first];
    if (value == null) {
      noValue(i);
      for (int j = 0; j < widths[i] && holes; j++) {
        add(Double.NaN, first + j);
      }
    } else if (names != null) {
      add(code(CategoryFinder.name(value), names, i), first);
    } else if (length(value) != widths[i]) {
      wrongLength(value, i);
    } else if (value instanceof SparseVector sparse) {
      addSparse(sparse, first);
    } else if (value instanceof Vector vector) {
      for (int j = 0; j < widths[i]; j++) {
        add(vector.apply(j), first + j);
      }
    } else if (value instanceof scala.collection.Seq<?> array) {
      for (int j = 0; j < widths[i]; j++) {
        add(number(array.apply(j)), first + j);
      }
    } else {
      add(number(value), first);
    }
  }

  private void add(double value, int j) {
    check(value, j);
    builder.add(j, value);
  }

  /** Entries, and between them the zeros that no block may have, in the order of columns. */
  private void addSparse(SparseVector vector, int first) {
    int next = firstFrom(first);
    int[] indices = vector.indices();
    double[] values = vector.values();
    for (int k = 0; k < indices.length; k++) {
      int j = first + indices[k];
      for (; next < noZeros.length && noZeros[next] <= j; next++) {
        if (noZeros[next] < j) {
          check(0, noZeros[next]);
        }
      }
      add(values[k], j);
    }
    for (; next < noZeros.length && noZeros[next] < first + vector.size(); next++) {
      check(0, noZeros[next]);
    }
  }

  private int firstFrom(int column) {
    int found = Arrays.binarySearch(noZeros, column);
    return found < 0 ? -found - 1 : found;
  }
}
