package io.entrosum.init;

import io.entrosum.data.Block;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.train.BlockAggregation;

/**
 * One pass of Lloyd's algorithm: the weight and the sum of the rows nearest to each centre, and the
 * total squared distance.
 *
 * @param pivot subtracted from rows before they are summed, so that an offset costs no digits
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record ClusterSums(Centres centres, double[] pivot) implements BlockAggregation<Statistics> {
  static final String WEIGHT = "weight";
  static final String SUM = "sum";
  static final String INERTIA = "inertia";

  @Override
  public Statistics zero() {
    return new Statistics(
        StatisticsLayout.builder()
            .add(WEIGHT, centres.count())
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
    int sums = into.offset(SUM);
    double inertia = 0;
    for (int i = 0; i < block.rows(); i++) {
      double w = block.weight(i);
      if (w > 0) {
        Centres.Nearest nearest = centres.nearest(x, i * d);
        if (nearest.index() >= 0) {
          s[weights + nearest.index()] += w;
          inertia += w * nearest.squaredDistance();
          int to = sums + nearest.index() * d;
          for (int j = 0; j < d; j++) {
            s[to + j] += w * (x[i * d + j] - pivot[j]);
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
