package io.entrosum.init;

import io.entrosum.data.Block;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.train.BlockAggregation;

/**
 * One pass of Lloyd's algorithm: the weight and the sum of the rows nearest to each centre, and the
 * total squared distance. Cells without a value (NaN) are in no sum; the weight of those that have
 * one is counted column by column. Rows without any value are in none.
 *
 * @param pivot subtracted from rows before they are summed, so that an offset costs no digits
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record ClusterSums(Centres centres, double[] pivot) implements BlockAggregation<Statistics> {
  static final String WEIGHT = "weight";
  static final String CELL_WEIGHT = "cell-weight";
  static final String SUM = "sum";
  static final String INERTIA = "inertia";

  @Override
  public Statistics zero() {
    return new Statistics(
        StatisticsLayout.builder()
            .add(WEIGHT, centres.count())
            .add(CELL_WEIGHT, centres.count(), centres.columns())
            .add(SUM, centres.count(), centres.columns())
            .add(INERTIA)
            .build());
  }

  @Override
  public Accumulator<Statistics> accumulator() {
    return this::add;
  }

  private void add(Block block, Statistics into) {
    double[] s = into.values();
    double[] x = block.values();
    int d = centres.columns();
    int weights = into.offset(WEIGHT);
    int cells = into.offset(CELL_WEIGHT);
    int sums = into.offset(SUM);
    double inertia = 0;
    for (int i = 0; i < block.rows(); i++) {
      double w = block.weight(i);
      if (w > 0) {
        Centres.Nearest nearest = centres.nearest(x, i * d);
        if (nearest.index() >= 0) {
          s[weights + nearest.index()] += w;
          inertia += w * nearest.squaredDistance();
          int to = nearest.index() * d;
          for (int j = 0; j < d; j++) {
            double value = x[i * d + j];
            if (!Double.isNaN(value)) {
              s[cells + to + j] += w;
              s[sums + to + j] += w * (value - pivot[j]);
            }
          }
        }
      }
    }
    into.add(INERTIA, inertia);
  }

  @Override
  public Statistics merge(Statistics left, Statistics right) {
    return left.merge(right);
  }
}
