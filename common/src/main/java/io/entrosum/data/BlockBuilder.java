package io.entrosum.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers rows into blocks of a bounded size in bytes, between {@value #MIN_ROWS} and {@value
 * #MAX_ROWS} rows where the bound allows.
 *
 * <p>The size of blocks does not depend on the data, only on the number of columns, so the same
 * rows in the same order always make the same blocks.
 */
public final class BlockBuilder {
  /** One mebibyte: what the second-level cache of a core holds. */
  public static final long DEFAULT_BYTES = 1L << 20;

  static final int MIN_ROWS = 64;
  static final int MAX_ROWS = 4096;

  private final int columns;
  private final int capacity;
  private double[] values;
  private double @Nullable [] weights;
  private int rows;

  /**
   * A builder of empty state.
   *
   * @param columns the number of columns of every row
   * @param maxBytes the size that a block is meant to have, in bytes
   * @param weighted whether rows carry weights
   */
  public BlockBuilder(int columns, long maxBytes, Weighting weighted) {
    this.columns = columns;
    this.capacity = rowsPerBlock(columns, maxBytes);
    this.values = new double[Math.multiplyExact(columns, Math.min(capacity, 16))];
    this.weights = weighted == Weighting.WEIGHTED ? new double[Math.min(capacity, 16)] : null;
  }

  /** Whether rows carry weights. */
  public enum Weighting {
    /** Every row has the weight that is given with it. */
    WEIGHTED,
    /** Every row has the weight 1, and none is stored. */
    UNWEIGHTED
  }

  /** The number of rows of a full block. */
  public static int rowsPerBlock(int columns, long maxBytes) {
    long fit = maxBytes / (8L * columns);
    long bounded = Math.max(MIN_ROWS, Math.min(MAX_ROWS, fit));
    long largest = (Integer.MAX_VALUE - 8L) / columns; // one Java array
    return (int) Math.max(1, Math.min(bounded, largest));
  }

  /** Where the next row goes: fill {@code columns} values from this offset of {@link #buffer()}. */
  public int offset() {
    if (rows * columns == values.length) {
      int grown = rows == 0 ? capacity : Math.min(capacity, 2 * rows);
      values = Arrays.copyOf(values, grown * columns);
      if (weights != null) {
        weights = Arrays.copyOf(weights, grown);
      }
    }
    return rows * columns;
  }

  /** The array that rows are written to; ask for {@link #offset()} first. */
  public double[] buffer() {
    return values;
  }

  /**
   * Accepts the row that was written at {@link #offset()}.
   *
   * @return the block, if this row made it full, else null
   */
  public @Nullable Block accept(double weight) {
    if (weights != null) {
      weights[rows] = weight;
    }
    rows++;
    return rows == capacity ? take() : null;
  }

  private static double[] ofLength(double[] array, int length) {
    return array.length == length ? array : Arrays.copyOf(array, length);
  }

  /** The rows gathered so far as a block, or null if there are none; the builder is then empty. */
  public @Nullable Block take() {
    if (rows == 0) {
      return null;
    }
    Block block =
        new Block(
            columns,
            ofLength(values, rows * columns),
            weights == null ? null : ofLength(weights, rows));
    if (block.values() == values) { // a full block takes the arrays with it
      values = new double[0];
      weights = weights == null ? null : new double[0];
    }
    rows = 0;
    return block;
  }
}
