package io.entrosum.init;

import io.entrosum.data.Block;
import io.entrosum.family.Components;
import io.entrosum.model.LatentModel;
import io.entrosum.model.Mixture;
import io.entrosum.stats.Statistics;
import io.entrosum.train.BlockAggregation;
import java.util.Arrays;

/**
 * The statistics of a mixture when each row belongs wholly to its nearest centre: the M-step of
 * these is where training starts.
 *
 * @param mixture whose statistics are gathered; one component a centre
 */
record HardAssignment(Mixture mixture, Centres centres) implements BlockAggregation<Statistics> {
  @Override
  public Statistics zero() {
    return new Statistics(mixture.layout());
  }

  @Override
  public Accumulator<Statistics> accumulator() {
    Components.Kernel kernel = mixture.components().kernel();
    int k = mixture.count();
    double[] r = new double[kernel.chunkRows() * k];
    return (block, into) -> {
      for (int first = 0; first < block.rows(); first += kernel.chunkRows()) {
        int n = Math.min(kernel.chunkRows(), block.rows() - first);
        kernel.logDensities(block, first, n, r);
        assign(block, first, n, r, into);
        kernel.accumulate(block, first, n, r, into);
      }
    };
  }

  private void assign(Block block, int first, int n, double[] r, Statistics into) {
    int k = mixture.count();
    int totals = into.offset(Mixture.RESPONSIBILITY);
    Arrays.fill(r, 0, n * k, 0.0);
    for (int i = 0; i < n; i++) {
      double w = block.weight(first + i);
      int c = centres.nearest(block.values(), (first + i) * block.columns()).index();
      into.add(LatentModel.WEIGHT, w);
      if (w > 0 && c >= 0) {
        r[i * k + c] = w;
        into.values()[totals + c] += w;
      }
    }
    into.add(LatentModel.ROWS, n);
  }

  @Override
  public Statistics merge(Statistics left, Statistics right) {
    return left.merge(right);
  }

  @Override
  public long bytes() {
    return mixture.bytes();
  }
}
