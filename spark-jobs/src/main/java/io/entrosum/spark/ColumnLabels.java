package io.entrosum.spark;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The names of single columns, made when they are asked for: tasks carry them for messages only,
 * and there may be 100,000.
 */
final class ColumnLabels extends AbstractList<String> implements RandomAccess, Serializable {
  private static final long serialVersionUID = 1L;

  private final List<FeatureColumns.Column> columns;
  private final int[] starts;

  /** Those of feature columns of these numbers of elements. */
  ColumnLabels(FeatureColumns features, int[] widths) {
    this.columns = features.columns();
    this.starts = new int[widths.length + 1];
    for (int i = 0; i < widths.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], widths[i]);
    }
  }

  @Override
  public String get(int j) {
    Objects.checkIndex(j, size());
    int found = Arrays.binarySearch(starts, j);
    int i = found < 0 ? -found - 2 : found;
    return columns.get(i).label(j - starts[i]);
  }

  @Override
  public int size() {
    return starts[starts.length - 1];
  }
}
