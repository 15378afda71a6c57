package io.entrosum.family;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a chunk, apart: those that are complete, and those with missing values, which come
 * group by group, a group for each pattern of missing columns. Within a group rows keep their
 * order, and groups are in the order of their first rows. Not thread-safe.
 */
final class MissingPatterns {
  /**
   * Rows that miss the same columns.
   *
   * @param first the first of them among the incomplete rows
   */
  record Group(MissingPattern pattern, int first, int rows) {
    /** The index after the last row. */
    int end() {
      return first + rows;
    }
  }

  /** Takes the missing values one by one. */
  interface Visitor {
    /**
     * A missing value.
     *
     * @param i its row among the incomplete rows
     * @param at where it is among the values of the whole chunk, row-major
     */
    void visit(int i, int at, int column);
  }

  private final int d;
  private final int[] complete;
  private final int[] incomplete;
  private final List<Group> groups = new ArrayList<>();
  private int completeRows;
  private int incompleteRows;

  /** For chunks of at most {@code chunk} rows of {@code d} columns. */
  MissingPatterns(int chunk, int d) {
    this.d = d;
    this.complete = new int[chunk];
    this.incomplete = new int[chunk];
  }

  /** Arranges {@code n} rows of values that begin at an index. */
  void arrange(double[] values, int at, int n) {
    completeRows = 0;
    incompleteRows = 0;
    groups.clear();
    Map<BitSet, List<Integer>> rows = new LinkedHashMap<>();
    for (int i = 0; i < n; i++) {
      BitSet missing = missing(values, at + i * d);
      if (missing.isEmpty()) {
        complete[completeRows++] = i;
      } else {
        rows.computeIfAbsent(missing, key -> new ArrayList<>()).add(i);
      }
    }
    rows.forEach(
        (missing, members) -> {
          groups.add(new Group(new MissingPattern(d, missing), incompleteRows, members.size()));
          for (int row : members) {
            incomplete[incompleteRows++] = row;
          }
        });
  }

  private BitSet missing(double[] values, int at) {
    BitSet missing = new BitSet(d);
    for (int j = 0; j < d; j++) {
      if (Double.isNaN(values[at + j])) {
        missing.set(j);
      }
    }
    return missing;
  }

  /** The number of complete rows. */
  int completeRows() {
    return completeRows;
  }

  /** The complete rows of the chunk; the first {@link #completeRows} count. */
  int[] complete() {
    return complete;
  }

  /** The number of rows in all groups. */
  int incompleteRows() {
    return incompleteRows;
  }

  /** The incomplete rows of the chunk; the first {@link #incompleteRows} count. */
  int[] incomplete() {
    return incomplete;
  }

  /** Visits all missing values, group by group. */
  void forEachMissing(Visitor visitor) {
    for (Group group : groups) {
      for (int i = group.first(); i < group.end(); i++) {
        for (int column : group.pattern().missing) {
          visitor.visit(i, incomplete[i] * d + column, column);
        }
      }
    }
  }

  /** The incomplete rows by pattern. */
  List<Group> groups() {
    return groups;
  }
}
