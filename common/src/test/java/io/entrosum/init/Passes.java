package io.entrosum.init;

import io.entrosum.data.Block;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Passes over rows, split and ordered in many ways. */
final class Passes {
  private Passes() {}

  /** Rows of weight 1 in partitions of about equal size. */
  static Pass of(double[][] rows, int partitions) {
    return of(rows, null, partitions);
  }

  /** Rows in partitions of about equal size, blocks of at most 10 rows. */
  static Pass of(double[][] rows, double[] weights, int partitions) {
    List<List<Block>> all = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      List<Block> blocks = new ArrayList<>();
      int end = (p + 1) * rows.length / partitions;
      for (int from = p * rows.length / partitions; from < end; from += 10) {
        int to = Math.min(end, from + 10);
        blocks.add(
            new Block(
                rows[0].length,
                Block.ofRows(Arrays.copyOfRange(rows, from, to)).values(),
                weights == null ? null : Arrays.copyOfRange(weights, from, to)));
      }
      all.add(blocks);
    }
    return new LocalPass(all, rows[0].length);
  }

  /** The same rows in another order. */
  static double[][] shuffled(double[][] rows, long seed) {
    List<double[]> list = new ArrayList<>(Arrays.asList(rows));
    Collections.shuffle(list, new Random(seed));
    return list.toArray(double[][]::new);
  }

  /** Every row twice, first all of them, then all again. */
  static double[][] twice(double[][] rows) {
    double[][] all = Arrays.copyOf(rows, 2 * rows.length);
    System.arraycopy(rows, 0, all, rows.length, rows.length);
    return all;
  }
}
