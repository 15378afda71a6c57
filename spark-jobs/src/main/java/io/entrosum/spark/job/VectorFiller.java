package io.entrosum.spark.job;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** Fills in the elements of vectors, sparse ones stay so; one that is null has no element. */
record VectorFiller(DataType type, int width) implements ColumnFiller {
  @Override
  public int missing(@Nullable Object value) {
    if (value == null) {
      return width;
    }
    double[] stored = stored(value);
    return (int) Arrays.stream(stored).filter(Double::isNaN).count();
  }

  private static double[] stored(Object value) {
    return value instanceof SparseVector sparse ? sparse.values() : ((Vector) value).toArray();
  }

  @Override
  public Object fill(@Nullable Object value, double[] expected, int at) {
    if (value == null) {
      return Vectors.dense(Arrays.copyOfRange(expected, at, at + width));
    }
    double[] filled = stored(value).clone();
    int[] indices = value instanceof SparseVector sparse ? sparse.indices() : null;
    for (int i = 0; i < filled.length; i++) {
      if (Double.isNaN(filled[i])) {
        filled[i] = expected[at + (indices == null ? i : indices[i])];
      }
    }
    return indices == null ? Vectors.dense(filled) : new SparseVector(width, indices, filled);
  }
}
