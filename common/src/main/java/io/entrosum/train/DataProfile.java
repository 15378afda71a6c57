package io.entrosum.train;

import io.entrosum.data.Block;
import io.entrosum.data.RowHash;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * What one pass tells about the columns: counts, weights, ranges, means, variances, and whether
 * there are enough distinct rows.
 *
 * <p>Rows of weight 0 are counted and otherwise ignored. Means and variances are merged block by
 * block by the formula of Chan, Golub and LeVeque (1983). A mean is kept as a number and the rest
 * that its rounding left, so that an offset costs no digits.
 */
public final class DataProfile implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int distinctLimit;
  private final TreeSet<Long> smallestHashes = new TreeSet<>();
  private final double[] mean;
  private final double[] rest;
  private final double[] squares;
  private final double[] least;
  private final double[] largest;
  private long rows;
  private long weightless;
  private double weight;

  private DataProfile(int columns, int distinctLimit) {
    this.distinctLimit = distinctLimit;
    this.mean = new double[columns];
    this.rest = new double[columns];
    this.squares = new double[columns];
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

  /** The sum of the weights. */
  public double weight() {
    return weight;
  }

  /** The number of distinct rows, counted up to the limit that was asked for. */
  public int distinctRows() {
    return smallestHashes.size();
  }

  /** The weighted mean of each column, a copy. */
  public double[] means() {
    return mean.clone();
  }

  /** The weighted variance of each column (divided by the total weight). */
  public double[] variances() {
    return Arrays.stream(squares).map(square -> square / weight).toArray();
  }

  /** The columns that have the same value in every row. */
  public int[] constantColumns() {
    List<Integer> constant = new ArrayList<>();
    for (int j = 0; j < mean.length; j++) {
      if (least[j] == largest[j]) {
        constant.add(j);
      }
    }
    return constant.stream().mapToInt(Integer::intValue).toArray();
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
    DataProfile some = new DataProfile(chosen.length, distinctLimit);
    for (int i = 0; i < chosen.length; i++) {
      int j = chosen[i];
      some.mean[i] = mean[j];
      some.rest[i] = rest[j];
      some.squares[i] = squares[j];
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
    int d = mean.length;
    double[] x = block.values();
    double[] blockMean = new double[d];
    double blockWeight = 0;
    for (int i = 0; i < block.rows(); i++) {
      double w = block.weight(i);
      rows++;
      if (w == 0) {
        weightless++;
        continue;
      }
      blockWeight += w;
      addHash(RowHash.of(x, i * d, d));
      for (int j = 0; j < d; j++) {
        double value = x[i * d + j];
        least[j] = Math.min(least[j], value);
        largest[j] = Math.max(largest[j], value);
        blockMean[j] += (value - blockMean[j]) * (w / blockWeight);
      }
    }
    if (blockWeight > 0) {
      double[] blockRest = new double[d];
      double[] blockSquares = new double[d];
      for (int i = 0; i < block.rows(); i++) {
        double w = block.weight(i);
        for (int j = 0; j < d && w != 0; j++) { // 0 times infinity would be NaN
          double deviation = x[i * d + j] - blockMean[j];
          blockRest[j] += deviation * (w / blockWeight);
          blockSquares[j] += w * deviation * deviation;
        }
      }
      for (int j = 0; j < d; j++) {
        blockSquares[j] = Math.max(0, blockSquares[j] - blockWeight * blockRest[j] * blockRest[j]);
      }
      combine(blockWeight, blockMean, blockRest, blockSquares);
    }
  }

  private void combine(
      double otherWeight, double[] otherMean, double[] otherRest, double[] otherSquares) {
    double total = weight + otherWeight;
    if (otherWeight > 0) {
      for (int j = 0; j < mean.length; j++) {
        if (weight == 0) {
          mean[j] = otherMean[j];
          rest[j] = otherRest[j];
          squares[j] = otherSquares[j];
        } else {
          double difference = (otherMean[j] - mean[j]) + (otherRest[j] - rest[j]);
          moveMean(j, difference * (otherWeight / total));
          squares[j] +=
              otherSquares[j] + difference * difference * (weight * (otherWeight / total));
        }
      }
    }
    weight = total;
  }

  /** {@code mean + rest += step}, without an error (Knuth's two-sum). */
  private void moveMean(int j, double step) {
    double small = rest[j] + step;
    double sum = mean[j] + small;
    double added = sum - mean[j];
    rest[j] = (mean[j] - (sum - added)) + (small - added);
    mean[j] = sum;
  }

  private DataProfile merge(DataProfile other) {
    combine(other.weight, other.mean, other.rest, other.squares);
    rows += other.rows;
    weightless += other.weightless;
    other.smallestHashes.forEach(this::addHash);
    for (int j = 0; j < mean.length; j++) {
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
