package io.entrosum.data;

import java.util.Arrays;

/** Takes columns out of sparse rows; they may be in any order, and the same one several times. */
final class SparseColumns {
  /** The chosen columns and their places among the chosen, a number each: ascending by column. */
  private final long[] places;

  SparseColumns(int[] chosen) {
    this.places = new long[chosen.length];
    for (int j = 0; j < chosen.length; j++) {
      places[j] = pair(chosen[j], j);
    }
    Arrays.sort(places);
  }

  private static long pair(int high, int low) {
    return ((long) high << 32) | low;
  }

  /** The chosen columns of rows from {@code first} on; about log D an entry. */
  SparseRows of(SparseRows rows, int first, int n) {
    int[] starts = new int[n + 1];
    long[] taken = new long[16]; // place among the chosen, entry
    for (int i = 0; i < n; i++) {
      int count = starts[i];
      for (int k = rows.starts()[first + i]; k < rows.starts()[first + i + 1]; k++) {
        int column = rows.columns()[k];
        for (int p = search(column); p < places.length && places[p] >>> 32 == column; p++) {
          if (count == taken.length) {
            taken = Arrays.copyOf(taken, Math.multiplyExact(2, count));
          }
          taken[count++] = pair((int) places[p], k);
        }
      }
      Arrays.sort(taken, starts[i], count);
      starts[i + 1] = count;
    }
    return gather(rows, starts, taken);
  }

  /** The first place of a column, or where it would be. */
  private int search(int column) {
    int found = Arrays.binarySearch(places, pair(column, 0));
    return found < 0 ? -found - 1 : found;
  }

  private static SparseRows gather(SparseRows rows, int[] starts, long[] taken) {
    int count = starts[starts.length - 1];
    int[] columns = new int[count];
    double[] values = new double[count];
    for (int k = 0; k < count; k++) {
      columns[k] = (int) (taken[k] >>> 32);
      values[k] = rows.values()[(int) taken[k]];
    }
    return new SparseRows(starts, columns, values);
  }
}
