package io.entrosum.train;

import io.entrosum.data.Block;
import io.entrosum.data.SparseRows;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Weighted means and variances of columns, each over the rows that have a value there (not NaN).
 *
 * <p>They are merged block by block by the formula of Chan, Golub and LeVeque (1983). A mean is
 * kept as a number and the rest that its rounding left, so that an offset costs no digits.
 */
final class ColumnMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] weight;
  private final double[] mean;
  private final double[] rest;
  private final double[] squares;

  /** Those of no rows. */
  ColumnMoments(int columns) {
    this.weight = new double[columns];
    this.mean = new double[columns];
    this.rest = new double[columns];
    this.squares = new double[columns];
  }

  /** Those of some of the columns, a copy. */
  ColumnMoments columns(int[] chosen) {
    ColumnMoments some = new ColumnMoments(chosen.length);
    for (int i = 0; i < chosen.length; i++) {
      some.weight[i] = weight[chosen[i]];
      some.mean[i] = mean[chosen[i]];
      some.rest[i] = rest[chosen[i]];
      some.squares[i] = squares[chosen[i]];
    }
    return some;
  }

  /** The sum of the weights of the values of each column, a copy. */
  double[] weights() {
    return weight.clone();
  }

  /** The mean of each column, a copy; 0 without values. */
  double[] means() {
    return mean.clone();
  }

  /** The variance of each column; NaN without values. */
  double[] variances() {
    double[] variances = new double[weight.length];
    Arrays.setAll(variances, j -> squares[j] / weight[j]);
    return variances;
  }

  /**
   * Adds the rows of a block that have a positive weight.
   *
   * @return the sum of the weights of its rows
   */
  double add(Block block) {
    ColumnMoments added = new ColumnMoments(weight.length);
    double total = added.meansOf(block);
    added.squaresOf(block);
    merge(added);
    return total;
  }

  private double meansOf(Block block) {
    double[] x = block.values();
    int d = weight.length;
    double total = 0;
    for (int i = 0; i < block.rows(); i++) {
      double w = block.weight(i);
      total += w;
      double share = w / total; // of a column without holes
      for (int j = 0; j < d && w != 0; j++) {
        double value = x[i * d + j];
        if (!Double.isNaN(value)) {
          weight[j] += w;
          mean[j] += (value - mean[j]) * (weight[j] == total ? share : w / weight[j]);
        }
      }
    }
    return total;
  }

  /** The squared deviations from the means, in a second pass, which loses no digits. */
  private void squaresOf(Block block) {
    double[] x = block.values();
    int d = weight.length;
    for (int i = 0; i < block.rows(); i++) {
      double w = block.weight(i);
      for (int j = 0; j < d && w != 0; j++) { // 0 times infinity would be NaN
        double value = x[i * d + j];
        if (!Double.isNaN(value)) {
          double deviation = value - mean[j];
          rest[j] += deviation * (w / weight[j]);
          squares[j] += w * deviation * deviation;
        }
      }
    }
    correctSquares();
  }

  /**
   * Adds the rows of a sparse block that have a positive weight: the entries of each column by
   * themselves, then its zeros all at once.
   *
   * @param counts of this block
   */
  void addSparse(Block block, SparseCounts counts) {
    ColumnMoments added = new ColumnMoments(weight.length);
    added.meansOfEntries(block);
    added.squaresOfEntries(block);
    for (int j = 0; j < weight.length; j++) {
      added.addZeros(j, counts.zeroWeight(j, added.weight[j]));
      if (counts.missing(j) == 0) {
        added.weight[j] = counts.weight(); // to the bit, as in a dense block
      }
    }
    merge(added);
  }

  private void meansOfEntries(Block block) {
    SparseRows rows = block.sparseRows();
    for (int i = 0; i < rows.rows(); i++) {
      double w = block.weight(i);
      for (int k = rows.starts()[i]; k < rows.starts()[i + 1] && w != 0; k++) {
        double value = rows.values()[k];
        if (!Double.isNaN(value)) {
          int j = rows.columns()[k];
          weight[j] += w;
          mean[j] += (value - mean[j]) * (w / weight[j]);
        }
      }
    }
  }

  private void squaresOfEntries(Block block) {
    SparseRows rows = block.sparseRows();
    for (int i = 0; i < rows.rows(); i++) {
      double w = block.weight(i);
      for (int k = rows.starts()[i]; k < rows.starts()[i + 1] && w != 0; k++) {
        double value = rows.values()[k];
        if (!Double.isNaN(value)) {
          int j = rows.columns()[k];
          double deviation = value - mean[j];
          rest[j] += deviation * (w / weight[j]);
          squares[j] += w * deviation * deviation;
        }
      }
    }
    correctSquares();
  }

  private void correctSquares() {
    for (int j = 0; j < weight.length; j++) {
      squares[j] = Math.max(0, squares[j] - weight[j] * rest[j] * rest[j]);
    }
  }

  /** Rows whose value is 0, after {@link #squaresOfEntries}: they shrink the mean. */
  private void addZeros(int j, double zeros) {
    double total = weight[j] + zeros;
    if (weight[j] > 0 && zeros > 0) {
      double entries = mean[j] + rest[j];
      squares[j] += entries * entries * (weight[j] * (zeros / total));
      mean[j] *= weight[j] / total; // not a difference, which would cost digits
      rest[j] *= weight[j] / total;
    }
    weight[j] = total;
  }

  /** Adds what others say. */
  void merge(ColumnMoments other) {
    for (int j = 0; j < weight.length; j++) {
      double total = weight[j] + other.weight[j];
      if (weight[j] == 0) {
        mean[j] = other.mean[j];
        rest[j] = other.rest[j];
        squares[j] = other.squares[j];
      } else if (other.weight[j] > 0) {
        double share = other.weight[j] / total;
        double difference = (other.mean[j] - mean[j]) + (other.rest[j] - rest[j]);
        moveMean(j, difference * share);
        squares[j] += other.squares[j] + difference * difference * (weight[j] * share);
      }
      weight[j] = total;
    }
  }

  /** {@code mean + rest += step}, without an error (Knuth's two-sum). */
  private void moveMean(int j, double step) {
    double small = rest[j] + step;
    double sum = mean[j] + small;
    double added = sum - mean[j];
    rest[j] = (mean[j] - (sum - added)) + (small - added);
    mean[j] = sum;
  }
}
