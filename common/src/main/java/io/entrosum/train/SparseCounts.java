package io.entrosum.train;

import io.entrosum.data.Block;
import io.entrosum.data.SparseRows;

/**
 * How many entries, missing values and zeros the columns of a sparse block have in its rows of
 * positive weight, found in O(entries).
 */
final class SparseCounts {
  private final SparseRows sparse;
  private final Block block;
  private final int[] entries;
  private final int[] missing;
  private final double[] missingWeight;
  private int rows;
  private double weight;

  private SparseCounts(Block block) {
    this.block = block;
    this.sparse = block.sparseRows();
    this.entries = new int[block.columns()];
    this.missing = new int[block.columns()];
    this.missingWeight = new double[block.columns()];
  }

  static SparseCounts of(Block block) {
    SparseCounts counts = new SparseCounts(block);
    for (int i = 0; i < block.rows(); i++) {
      double w = block.weight(i);
      counts.weight += w;
      if (w != 0) {
        counts.rows++;
        counts.add(i, w);
      }
    }
    return counts;
  }

  private void add(int row, double w) {
    for (int k = sparse.starts()[row]; k < sparse.starts()[row + 1]; k++) {
      int j = sparse.columns()[k];
      entries[j]++;
      if (Double.isNaN(sparse.values()[k])) {
        missing[j]++;
        missingWeight[j] += w;
      }
    }
  }

  /** The number of rows of positive weight. */
  int rows() {
    return rows;
  }

  /** The sum of their weights. */
  double weight() {
    return weight;
  }

  /** How often a column is missing. */
  int missing(int j) {
    return missing[j];
  }

  /**
   * The weight of the rows where a column is zero.
   *
   * @param entryWeight that of the rows where it has another value
   */
  double zeroWeight(int j, double entryWeight) {
    if (entries[j] == rows) {
      return 0;
    }
    return Math.max(Double.MIN_VALUE, weight - missingWeight[j] - entryWeight);
  }

  /** Extends ranges of columns to the values of this block. */
  void extend(double[] least, double[] largest) {
    for (int i = 0; i < sparse.rows(); i++) {
      double w = block.weight(i);
      for (int k = sparse.starts()[i]; k < sparse.starts()[i + 1] && w != 0; k++) {
        double value = sparse.values()[k];
        if (!Double.isNaN(value)) {
          int j = sparse.columns()[k];
          least[j] = Math.min(least[j], value);
          largest[j] = Math.max(largest[j], value);
        }
      }
    }
    for (int j = 0; j < least.length; j++) {
      if (entries[j] < rows) {
        least[j] = Math.min(least[j], 0);
        largest[j] = Math.max(largest[j], 0);
      }
    }
  }
}
