package io.entrosum.spark.ml;

import io.entrosum.data.Block;
import io.entrosum.data.SparseRows;
import io.entrosum.init.UnusableDataException;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.Storage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/**
 * Gathers the features of a row, from one or several columns, into one array or block for a model.
 *
 * @param columns names of the columns, in the order of the row's values
 * @param dimensions the number of features of the model
 * @param policy what happens to null, NaN and infinite values
 * @param choices what else {@code handleInvalid} could be set to
 */
record FeatureVector(List<String> columns, int dimensions, InvalidPolicy policy, String choices)
    implements RowInput {
  /**
   * The features of a row.
   *
   * @throws UnusableDataException if they are not what the model needs
   */
  @Override
  public double[] of(Row row) {
    double[] values = new double[dimensions];
    int at = 0;
    for (int i = 0; i < columns.size(); i++) {
      Object value = row.get(i);
      if (value == null) {
        value = hole(i);
      }
      int width = width(value);
      if (at + width > dimensions || (i == columns.size() - 1 && at + width < dimensions)) {
        throw wrongWidth(row);
      }
      copy(value, values, at);
      at += width;
    }
    for (int j = 0; j < dimensions; j++) {
      check(values[j], j);
    }
    return values;
  }

  /** The features of a row, sparse if they are one sparse vector that is mostly zeros. */
  @Override
  public Block block(Row row) {
    if (columns.size() == 1
        && row.get(0) instanceof SparseVector sparse
        && sparse.size() == dimensions
        && Storage.pays(sparse)) {
      for (int k = 0; k < sparse.values().length; k++) {
        check(sparse.values()[k], sparse.indices()[k]);
      }
      return block(sparse);
    }
    return Block.ofRow(of(row));
  }

  /**
   * The features of a vector as a block of one row, sparse if it is mostly zeros.
   *
   * @throws IllegalArgumentException if it has another length or a value that is not finite
   */
  static Block block(Vector vector, int dimensions) {
    if (vector instanceof SparseVector sparse
        && sparse.size() == dimensions
        && firstInvalid(sparse.values()) < 0
        && Storage.pays(sparse)) {
      return block(sparse);
    }
    return Block.ofRow(of(vector, dimensions));
  }

  private static Block block(SparseVector vector) {
    int[] kept =
        IntStream.range(0, vector.values().length).filter(k -> vector.values()[k] != 0).toArray();
    int[] indices = Arrays.stream(kept).map(k -> vector.indices()[k]).toArray();
    double[] values = Arrays.stream(kept).mapToDouble(k -> vector.values()[k]).toArray();
    SparseRows row = new SparseRows(new int[] {0, values.length}, indices, values);
    return Block.sparse(vector.size(), row, null);
  }

  /** What stands for null in a column: missing values, if they may be and it is known how many. */
  private Object hole(int column) {
    boolean known = columns.size() == 1 || columns.size() == dimensions;
    if (policy != InvalidPolicy.MISSING || !known) {
      throw new UnusableDataException(
          "column " + columns.get(column) + " is null (set handleInvalid to " + choices + ")");
    }
    double[] values = new double[columns.size() == 1 ? dimensions : 1];
    Arrays.fill(values, Double.NaN);
    return Vectors.dense(values);
  }

  private void check(double value, int feature) {
    boolean missing = policy == InvalidPolicy.MISSING && Double.isNaN(value);
    if (!Double.isFinite(value) && !missing) {
      throw new UnusableDataException(
          String.format(
              "feature %d of column%s %s is %s (set handleInvalid to %s)",
              feature,
              columns.size() == 1 ? "" : "s",
              String.join(", ", columns),
              value,
              Double.isNaN(value) ? choices : "skip"));
    }
  }

  /** Whether every value of a row is there and finite; its length does not matter here. */
  @Override
  public boolean valid(Row row) {
    for (int i = 0; i < columns.size(); i++) {
      Object value = row.get(i);
      if (value == null) {
        return false;
      }
      double[] values = new double[width(value)];
      copy(value, values, 0);
      if (firstInvalid(values) >= 0) {
        return false;
      }
    }
    return true;
  }

  /** The features of a vector. */
  static double[] of(Vector vector, int dimensions) {
    if (vector.size() != dimensions) {
      throw new IllegalArgumentException(
          "features: the vector has " + vector.size() + " elements, the model " + dimensions);
    }
    double[] values = vector.toArray();
    int bad = firstInvalid(values);
    if (bad >= 0) {
      throw new IllegalArgumentException("features: element " + bad + " is " + values[bad]);
    }
    return values;
  }

  private UnusableDataException wrongWidth(Row row) {
    int width = 0;
    for (int i = 0; i < columns.size(); i++) {
      width += row.isNullAt(i) ? 0 : width(row.get(i));
    }
    return new UnusableDataException(
        String.format(
            "%s: %d elements in a row, the model has %d",
            String.join(", ", columns), width, dimensions));
  }

  private static int width(Object value) {
    if (value instanceof Vector vector) {
      return vector.size();
    }
    return value instanceof Seq<?> array ? array.size() : 1;
  }

  private static void copy(Object value, double[] to, int at) {
    if (value instanceof SparseVector sparse) {
      int[] indices = sparse.indices();
      for (int i = 0; i < indices.length; i++) {
        to[at + indices[i]] = sparse.values()[i];
      }
    } else if (value instanceof Vector vector) {
      System.arraycopy(vector.toArray(), 0, to, at, vector.size());
    } else if (value instanceof Seq<?> array) {
      for (int i = 0; i < array.size(); i++) {
        to[at + i] = number(array.apply(i));
      }
    } else {
      to[at] = number(value);
    }
  }

  private static double number(@Nullable Object value) {
    return value == null ? Double.NaN : ((Number) value).doubleValue();
  }

  private static int firstInvalid(double[] values) {
    for (int j = 0; j < values.length; j++) {
      if (!Double.isFinite(values[j])) {
        return j;
      }
    }
    return -1;
  }
}
