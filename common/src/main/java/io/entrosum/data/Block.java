package io.entrosum.data;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of rows: the unit in which data is cached and handed to a kernel.
 *
 * <p>{@code rows x columns} values, row-major (to BLAS: column-major {@code columns x rows}), and a
 * non-negative weight a row. NaN stands for a missing value; models that cannot marginalise never
 * get one. The arrays are shared, not copied: nobody modifies a block.
 */
public final class Block implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int rows;
  private final int columns;
  private final double[] values;
  private final double @Nullable [] weights;

  /**
   * A block over existing arrays.
   *
   * @param columns the number D of columns, at least 1
   * @param values row-major, length rows * D; kept, not copied
   * @param weights a weight a row, or null where all weights are 1; kept, not copied
   * @throws IllegalArgumentException if the lengths do not fit each other
   */
  public Block(int columns, double[] values, double @Nullable [] weights) {
    if (columns < 1 || values.length % columns != 0) {
      throw new IllegalArgumentException(
          "block: " + values.length + " values are not rows of " + columns + " columns");
    }
    this.rows = values.length / columns;
    this.columns = columns;
    this.values = values;
    this.weights = weights;
    if (weights != null && weights.length != rows) {
      throw new IllegalArgumentException(
          "block: " + weights.length + " weights for " + rows + " rows");
    }
  }

  /** A block of one row of weight 1. */
  public static Block ofRow(double[] row) {
    return new Block(row.length, row, null);
  }

  /** A block from rows of equal length, copied; weights 1. */
  public static Block ofRows(double[][] rows) {
    int columns = rows[0].length;
    double[] values = new double[Math.multiplyExact(rows.length, columns)];
    for (int n = 0; n < rows.length; n++) {
      if (rows[n].length != columns) {
        throw new IllegalArgumentException(
            "block: row " + n + " has " + rows[n].length + " columns, row 0 has " + columns);
      }
      System.arraycopy(rows[n], 0, values, n * columns, columns);
    }
    return new Block(columns, values, null);
  }

  /** The number n of rows. */
  public int rows() {
    return rows;
  }

  /** The number D of columns. */
  public int columns() {
    return columns;
  }

  /** The values, row-major n x D; the array itself, not to be modified. */
  public double[] values() {
    return values;
  }

  /** The value at a row and a column. */
  public double value(int row, int column) {
    return values[row * columns + column];
  }

  /** A copy of one row. */
  public double[] row(int row) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }

  /** The weight of a row, 1 where the data has none. */
  public double weight(int row) {
    return weights == null ? 1.0 : weights[row];
  }

  /** True if some weight may differ from 1. */
  public boolean weighted() {
    return weights != null;
  }

  /** Some columns of some rows, copied, without weights. */
  public Block columns(int[] chosen, int first, int n) {
    double[] copy = new double[n * chosen.length];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < chosen.length; j++) {
        copy[i * chosen.length + j] = values[(first + i) * columns + chosen[j]];
      }
    }
    return new Block(chosen.length, copy, null);
  }

  /** Whether a value in some rows is missing (NaN). */
  public boolean hasMissing(int first, int n) {
    for (int i = first * columns; i < (first + n) * columns; i++) {
      if (Double.isNaN(values[i])) {
        return true;
      }
    }
    return false;
  }

  /** The memory that the values and weights take, in bytes. */
  public long bytes() {
    return 8L * (values.length + (weights == null ? 0 : weights.length));
  }
}
