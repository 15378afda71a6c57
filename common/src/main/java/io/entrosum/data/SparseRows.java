package io.entrosum.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Rows by their non-zero values (compressed sparse rows, CSR). Immutable.
 *
 * <p>The entries of row i are those from {@code starts()[i]} to before {@code starts()[i + 1]}, by
 * ascending column; what has no entry is zero. An entry is never zero; NaN stands for a missing
 * value. The arrays are shared, not copied: nobody modifies them.
 */
public final class SparseRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int[] starts;
  private final int[] columns;
  private final double[] values;

  /**
   * Rows over existing arrays, kept, not copied.
   *
   * @param starts where each row starts, ascending from 0, and behind them the number of entries
   * @param columns the column of each entry, ascending within a row
   * @param values the value of each entry, not zero
   * @throws IllegalArgumentException if the arrays are not that
   */
  public SparseRows(int[] starts, int[] columns, double[] values) {
    this.starts = starts;
    this.columns = columns;
    this.values = values;
    checkLengths();
    for (int i = 0; i < starts.length - 1; i++) {
      checkRow(i);
    }
  }

  private void checkLengths() {
    if (columns.length != values.length) {
      throw new IllegalArgumentException(
          "sparse rows: " + columns.length + " columns for " + values.length + " values");
    }
    if (starts.length == 0 || starts[0] != 0 || starts[starts.length - 1] != values.length) {
      throw new IllegalArgumentException(
          "sparse rows: the starts must go from 0 to the " + values.length + " entries");
    }
  }

  private void checkRow(int row) {
    if (starts[row] > starts[row + 1] || starts[row + 1] > values.length) {
      throw new IllegalArgumentException(
          "sparse rows: row " + row + " goes from " + starts[row] + " to " + starts[row + 1]);
    }
    int last = -1;
    for (int k = starts[row]; k < starts[row + 1]; k++) {
      if (columns[k] <= last) {
        throw new IllegalArgumentException(
            "sparse rows: row " + row + " has column " + columns[k] + " after " + last);
      }
      if (values[k] == 0) {
        throw new IllegalArgumentException(
            "sparse rows: row " + row + " has an entry of zero in column " + columns[k]);
      }
      last = columns[k];
    }
  }

  /** The number of rows. */
  public int rows() {
    return starts.length - 1;
  }

  /** The number of entries of all rows. */
  public int entries() {
    return values.length;
  }

  /** Where rows start, and the number of entries; the array itself, not to be modified. */
  public int[] starts() {
    return starts;
  }

  /** The columns of the entries, row by row; the array itself, not to be modified. */
  public int[] columns() {
    return columns;
  }

  /** The values of the entries, row by row; the array itself, not to be modified. */
  public double[] values() {
    return values;
  }

  /** The value at a row and a column, by binary search; 0 where there is no entry. */
  public double value(int row, int column) {
    Objects.checkIndex(row, rows());
    int k = Arrays.binarySearch(columns, starts[row], starts[row + 1], column);
    return k < 0 ? 0 : values[k];
  }

  /** The least number of columns that holds all entries. */
  int width() {
    int width = 0;
    for (int i = 0; i < rows(); i++) {
      if (starts[i] < starts[i + 1]) {
        width = Math.max(width, columns[starts[i + 1] - 1] + 1);
      }
    }
    return width;
  }

  /** Writes the entries of a row to where there are zeros. */
  void copyRow(int row, double[] into, int at) {
    for (int k = starts[row]; k < starts[row + 1]; k++) {
      into[at + columns[k]] = values[k];
    }
  }

  boolean hasMissing(int first, int n) {
    for (int k = starts[first]; k < starts[first + n]; k++) {
      if (Double.isNaN(values[k])) {
        return true;
      }
    }
    return false;
  }

  long hash(int row) {
    return RowHash.ofEntries(columns, values, starts[row], starts[row + 1]);
  }

  /** Some rows in the order given, copied. */
  SparseRows rows(int[] chosen) {
    int[] newStarts = new int[chosen.length + 1];
    for (int i = 0; i < chosen.length; i++) {
      int length = starts[chosen[i] + 1] - starts[chosen[i]];
      newStarts[i + 1] = Math.addExact(newStarts[i], length);
    }
    int[] newColumns = new int[newStarts[chosen.length]];
    double[] newValues = new double[newStarts[chosen.length]];
    for (int i = 0; i < chosen.length; i++) {
      int from = starts[chosen[i]];
      int length = newStarts[i + 1] - newStarts[i];
      System.arraycopy(columns, from, newColumns, newStarts[i], length);
      System.arraycopy(values, from, newValues, newStarts[i], length);
    }
    return new SparseRows(newStarts, newColumns, newValues);
  }

  /** The memory that the arrays take, in bytes. */
  public long bytes() {
    return 12L * values.length + 4L * starts.length;
  }
}
