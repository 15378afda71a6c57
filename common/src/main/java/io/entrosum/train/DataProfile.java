package io.entrosum.train;

import io.entrosum.data.Block;
import io.entrosum.data.RowHash;
import io.entrosum.data.SparseRows;
import java.io.Serializable;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What one pass tells about the columns: counts, weights, ranges, means, variances, and whether
 * there are enough distinct rows.
 *
 * <p>Rows of weight 0 are counted and otherwise ignored. Missing values (NaN) are ignored: what is
 * said of a column is over the rows that have a value there.
 */
public final class DataProfile implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int distinctLimit;
  private final TreeSet<Long> smallestHashes = new TreeSet<>();
  private final ColumnMoments moments;
  private final long[] counts;
  private final double[] least;
  private final double[] largest;
  private long rows;
  private long weightless;
  private double weight;

  private DataProfile(int columns, int distinctLimit) {
    this(columns, distinctLimit, new ColumnMoments(columns));
  }

  private DataProfile(int columns, int distinctLimit, ColumnMoments moments) {
    this.distinctLimit = distinctLimit;
    this.moments = moments;
    this.counts = new long[columns];
    this.least = new double[columns];
    this.largest = new double[columns];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
  }

  /**
   * Profiles the data in one pass.
   *
   * @param distinctLimit distinct rows are counted up to here
   */
  public static DataProfile of(Pass pass, int distinctLimit) {
    return pass.aggregate(new Aggregation(pass.columns(), distinctLimit), "reading the data");
  }

  /** The number of rows. */
  public long rows() {
    return rows;
  }

  /** The number of rows of weight 0. */
  public long weightlessRows() {
    return weightless;
  }

  /** The number of rows of positive weight. */
  public long weightedRows() {
    return rows - weightless;
  }

  /** The sum of the weights. */
  public double weight() {
    return weight;
  }

  /**
   * The number of distinct rows, counted up to the limit that was asked for; rows without any value
   * are not counted.
   */
  public int distinctRows() {
    return smallestHashes.size();
  }

  /** The number of rows of positive weight that have a value in each column, a copy. */
  public long[] counts() {
    return counts.clone();
  }

  /** The sum of the weights of the rows that have a value in each column, a copy. */
  public double[] columnWeights() {
    return moments.weights();
  }

  /** The weighted mean of each column, a copy; 0 where it has no value. */
  public double[] means() {
    return moments.means();
  }

  /** The weighted variance of each column (divided by its weight); NaN where it has no value. */
  public double[] variances() {
    return moments.variances();
  }

  /** The least value of each column, a copy; infinite where it has none. */
  public double[] least() {
    return least.clone();
  }

  /** The largest value of each column, a copy; minus infinite where it has none. */
  public double[] largest() {
    return largest.clone();
  }

  /** The columns that have no value in any row of positive weight. */
  public int[] emptyColumns() {
    return IntStream.range(0, counts.length).filter(j -> counts[j] == 0).toArray();
  }

  /** The columns that have the same value in every row that has one. */
  public int[] constantColumns() {
    return IntStream.range(0, counts.length).filter(j -> least[j] == largest[j]).toArray();
  }

  /**
   * The scale of each column as a variance: its variance, or, where that is 0, the mean of the
   * other columns' variances (1 if all are 0).
   */
  public double[] scales() {
    double[] variances = variances();
    double sum = 0;
    int varying = 0;
    for (int j = 0; j < variances.length; j++) {
      if (least[j] < largest[j] && variances[j] > 0) {
        sum += variances[j];
        varying++;
      } else {
        variances[j] = 0;
      }
    }
    double substitute = varying == 0 ? 1 : sum / varying;
    for (int j = 0; j < variances.length; j++) {
      variances[j] = variances[j] > 0 ? variances[j] : substitute;
    }
    return variances;
  }

  /** What this profile says of some of the columns; rows and weights are those of all. */
  public DataProfile columns(int[] chosen) {
    DataProfile some = new DataProfile(chosen.length, distinctLimit, moments.columns(chosen));
    for (int i = 0; i < chosen.length; i++) {
      int j = chosen[i];
      some.counts[i] = counts[j];
      some.least[i] = least[j];
      some.largest[i] = largest[j];
    }
    some.smallestHashes.addAll(smallestHashes);
    some.rows = rows;
    some.weightless = weightless;
    some.weight = weight;
    return some;
  }

  private void addHash(long hash) {
    if (smallestHashes.size() < distinctLimit) {
      smallestHashes.add(hash);
    } else if (distinctLimit > 0 && hash < smallestHashes.last() && smallestHashes.add(hash)) {
      smallestHashes.pollLast();
    }
  }

  private void add(Block block) {
    if (block.isSparse()) {
      addSparse(block);
      return;
    }
    int d = least.length;
    double[] x = block.values();
    for (int i = 0; i < block.rows(); i++) {
      double w = block.weight(i);
      rows++;
      if (w == 0) {
        weightless++;
        continue;
      }
      boolean observed = false;
      for (int j = 0; j < d; j++) {
        double value = x[i * d + j];
        if (!Double.isNaN(value)) {
          observed = true;
          counts[j]++;
          least[j] = Math.min(least[j], value);
          largest[j] = Math.max(largest[j], value);
        }
      }
      if (observed) {
        addHash(RowHash.of(x, i * d, d));
      }
    }
    weight += moments.add(block);
  }

  /** O(entries + columns): what has no entry is a value, zero, of which there are so many. */
  private void addSparse(Block block) {
    SparseCounts added = SparseCounts.of(block);
    rows += block.rows();
    weightless += block.rows() - added.rows();
    weight += added.weight();
    added.extend(least, largest);
    for (int j = 0; j < least.length; j++) {
      counts[j] += added.rows() - added.missing(j);
    }
    moments.addSparse(block, added);
    SparseRows entries = block.sparseRows();
    for (int i = 0; i < block.rows(); i++) {
      if (block.weight(i) != 0 && hasValue(entries, i)) {
        addHash(block.hash(i));
      }
    }
  }

  private boolean hasValue(SparseRows entries, int row) {
    int missing = 0;
    for (int k = entries.starts()[row]; k < entries.starts()[row + 1]; k++) {
      missing += Double.isNaN(entries.values()[k]) ? 1 : 0;
    }
    return missing < least.length;
  }

  private DataProfile merge(DataProfile other) {
    moments.merge(other.moments);
    weight += other.weight;
    rows += other.rows;
    weightless += other.weightless;
    other.smallestHashes.forEach(this::addHash);
    for (int j = 0; j < least.length; j++) {
      counts[j] += other.counts[j];
      least[j] = Math.min(least[j], other.least[j]);
      largest[j] = Math.max(largest[j], other.largest[j]);
    }
    return this;
  }

  private record Aggregation(int columns, int distinctLimit)
      implements BlockAggregation<DataProfile> {
    @Override
    public DataProfile zero() {
      return new DataProfile(columns, distinctLimit);
    }

    @Override
    public Accumulator<DataProfile> accumulator() {
      return (block, into) -> into.add(block);
    }

    @Override
    public DataProfile merge(DataProfile left, DataProfile right) {
      return left.merge(right);
    }
  }
}
