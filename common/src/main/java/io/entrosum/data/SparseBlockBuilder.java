package io.entrosum.data;

import io.entrosum.data.BlockBuilder.Weighting;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gathers rows, entry by entry, into sparse blocks of a bounded size in bytes, between {@value
 * BlockBuilder#MIN_ROWS} and {@value BlockBuilder#MAX_ROWS} rows where one array allows.
 *
 * <p>The size of a block depends on nothing but its rows, so the same rows in the same order always
 * make the same blocks.
 */
public final class SparseBlockBuilder {
  private static final int LARGEST = Integer.MAX_VALUE - 8; // one Java array
  private static final int ENTRY_BYTES = 12;
  private static final int ROW_BYTES = 4;

  private final int columns;
  private final long maxBytes;
  private final int maxEntries;
  private int[] starts = new int[BlockBuilder.MIN_ROWS + 1];
  private int[] entryColumns = new int[64];
  private double[] entryValues = new double[64];
  private double @Nullable [] weights;
  private int rows;
  private int entries;

  /**
   * A builder of empty state.
   *
   * @param columns the number of columns of every row
   * @param maxBytes the size that a block is meant to have, in bytes: 12 an entry and 4 a row
   * @param weighted whether rows carry weights
   */
  public SparseBlockBuilder(int columns, long maxBytes, Weighting weighted) {
    this(columns, maxBytes, weighted, LARGEST);
  }

  SparseBlockBuilder(int columns, long maxBytes, Weighting weighted, int maxEntries) {
    this.columns = columns;
    this.maxBytes = maxBytes;
    this.maxEntries = maxEntries;
    this.weights = weighted == Weighting.WEIGHTED ? new double[BlockBuilder.MIN_ROWS] : null;
  }

  /** Begins a row: forgets what was added since the last row that was accepted. */
  public void begin() {
    entries = starts[rows];
  }

  /**
   * Adds a value to the row that was begun; a zero is not stored.
   *
   * @throws IllegalArgumentException if the column is not behind those before, or there is none
   */
  public void add(int column, double value) {
    int last = entries == starts[rows] ? -1 : entryColumns[entries - 1];
    if (column <= last || column >= columns) {
      throw new IllegalArgumentException(
          "sparse row: column " + column + " after " + last + ", of " + columns + " columns");
    }
    if (value == 0) {
      return;
    }
    if (entries == entryValues.length) {
      int grown = (int) Math.min(LARGEST, 2L * entries);
      entryColumns = Arrays.copyOf(entryColumns, grown);
      entryValues = Arrays.copyOf(entryValues, grown);
    }
    entryColumns[entries] = column;
    entryValues[entries++] = value;
  }

  /**
   * Accepts the row that was begun.
   *
   * @return the block, if this row made it full, else null
   */
  public @Nullable Block accept(double weight) {
    if (rows + 1 == starts.length) {
      starts = Arrays.copyOf(starts, 2 * rows + 1);
      weights = weights == null ? null : Arrays.copyOf(weights, 2 * rows);
    }
    if (weights != null) {
      weights[rows] = weight;
    }
    starts[++rows] = entries;
    return isFull() ? take() : null;
  }

  private boolean isFull() {
    if (rows == BlockBuilder.MAX_ROWS || entries > maxEntries - columns) {
      return true; // another row might not fit
    }
    long bytes = (long) ENTRY_BYTES * entries + (long) ROW_BYTES * rows;
    return rows >= BlockBuilder.MIN_ROWS && bytes >= maxBytes;
  }

  /** The rows accepted so far as a block, or null if there are none; the builder is then empty. */
  public @Nullable Block take() {
    if (rows == 0) {
      return null;
    }
    int count = starts[rows];
    SparseRows taken =
        new SparseRows(
            Arrays.copyOf(starts, rows + 1),
            Arrays.copyOf(entryColumns, count),
            Arrays.copyOf(entryValues, count));
    Block block =
        Block.sparse(columns, taken, weights == null ? null : Arrays.copyOf(weights, rows));
    rows = 0;
    entries = 0;
    return block;
  }
}
