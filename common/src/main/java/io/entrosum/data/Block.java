package io.entrosum.data;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A block of rows: the unit in which data is cached and handed to a kernel.
 *
 * <p>{@code rows x columns} values and a non-negative weight a row. A dense block has its values
 * row-major (to BLAS: column-major {@code columns x rows}), a sparse one has {@link SparseRows};
 * only models that ask for sparse blocks get them. NaN stands for a missing value; models that
 * cannot marginalise never get one. The arrays are shared, not copied: nobody modifies a block.
 */
public final class Block implements Serializable {
  private static final long serialVersionUID = 2L;
  private static final double[] NONE = {};

  private final int rows;
  private final int columns;
  private final double[] values;
  private final @Nullable SparseRows sparse;
  private final double @Nullable [] weights;

  /** Not written: a block that travels or is spilled starts cold. */
  private final transient @Nullable WarmStart warmStart;

  /**
   * A dense block over existing arrays.
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
    this.sparse = null;
    this.weights = weights;
    this.warmStart = null;
    checkWeights();
  }

  private Block(int columns, SparseRows sparse, double @Nullable [] weights) {
    if (columns < 1 || sparse.width() > columns) {
      throw new IllegalArgumentException(
          "block: sparse rows of " + sparse.width() + " columns are not of " + columns);
    }
    this.rows = sparse.rows();
    this.columns = columns;
    this.values = NONE;
    this.sparse = sparse;
    this.weights = weights;
    this.warmStart = null;
    checkWeights();
  }

  private Block(Block block, WarmStart warmStart) {
    this.rows = block.rows;
    this.columns = block.columns;
    this.values = block.values;
    this.sparse = block.sparse;
    this.weights = block.weights;
    this.warmStart = warmStart;
  }

  /** The same rows with room for what a training keeps from pass to pass. */
  public Block withWarmStart(WarmStart room) {
    return new Block(this, room);
  }

  /** Room for what a training keeps from pass to pass, or null if there is none. */
  public @Nullable WarmStart warmStart() {
    return warmStart;
  }

  private void checkWeights() {
    if (weights != null && weights.length != rows) {
      throw new IllegalArgumentException(
          "block: " + weights.length + " weights for " + rows + " rows");
    }
  }

  /**
   * A sparse block.
   *
   * @param columns the number D of columns, at least 1
   * @param weights a weight a row, or null where all weights are 1; kept, not copied
   * @throws IllegalArgumentException if an entry is in none of the columns, or the number of
   *     weights is not that of the rows
   */
  public static Block sparse(int columns, SparseRows rows, double @Nullable [] weights) {
    return new Block(columns, rows, weights);
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

  /** Whether the rows are sparse. */
  public boolean isSparse() {
    return sparse != null;
  }

  /**
   * The values, row-major n x D; the array itself, not to be modified.
   *
   * @throws IllegalStateException if the block is sparse
   */
  public double[] values() {
    if (sparse != null) {
      throw new IllegalStateException("block: is sparse, dense values were asked for");
    }
    return values;
  }

  /**
   * The rows of a sparse block.
   *
   * @throws IllegalStateException if the block is dense
   */
  public SparseRows sparseRows() {
    if (sparse == null) {
      throw new IllegalStateException("block: is dense, sparse rows were asked for");
    }
    return sparse;
  }

  /** The same rows as a dense block: this one if it is, else a copy. */
  public Block dense() {
    if (sparse == null) {
      return this;
    }
    if ((long) rows * columns > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "block: " + rows + " rows of " + columns + " columns do not fit into one dense array");
    }
    double[] copy = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      sparse.copyRow(i, copy, i * columns);
    }
    return new Block(columns, copy, weights);
  }

  /** The value at a row and a column. */
  public double value(int row, int column) {
    return sparse == null ? values[row * columns + column] : sparse.value(row, column);
  }

  /** A copy of one row. */
  public double[] row(int row) {
    if (sparse == null) {
      return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
    double[] copy = new double[columns];
    sparse.copyRow(row, copy, 0);
    return copy;
  }

  /**
   * The hash of a row: {@link RowHash#of} where the block is dense, {@link RowHash#ofEntries} where
   * it is sparse, which is another number for the same row.
   */
  public long hash(int row) {
    return sparse == null ? RowHash.of(values, row * columns, columns) : sparse.hash(row);
  }

  /** The weight of a row, 1 where the data has none. */
  public double weight(int row) {
    return weights == null ? 1.0 : weights[row];
  }

  /** True if some weight may differ from 1. */
  public boolean weighted() {
    return weights != null;
  }

  /** Some rows in the order given, copied, with their weights. */
  public Block rows(int[] chosen) {
    double[] chosenWeights = null;
    if (weights != null) {
      chosenWeights = Arrays.stream(chosen).mapToDouble(i -> weights[i]).toArray();
    }
    if (sparse != null) {
      return new Block(columns, sparse.rows(chosen), chosenWeights);
    }
    double[] copy = new double[chosen.length * columns];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * columns, copy, i * columns, columns);
    }
    return new Block(columns, copy, chosenWeights);
  }

  /** Some columns of some rows, copied, without weights; sparse if this block is. */
  public Block columns(int[] chosen, int first, int n) {
    if (sparse != null) {
      return new Block(chosen.length, new SparseColumns(chosen).of(sparse, first, n), null);
    }
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
    if (sparse != null) {
      return sparse.hasMissing(first, n);
    }
    for (int i = first * columns; i < (first + n) * columns; i++) {
      if (Double.isNaN(values[i])) {
        return true;
      }
    }
    return false;
  }

  /** The memory that the values and weights take, in bytes. */
  public long bytes() {
    long values = sparse == null ? 8L * this.values.length : sparse.bytes();
    return values + (weights == null ? 0 : 8L * weights.length);
  }
}
