package io.entrosum.init;

import io.entrosum.data.Block;
import io.entrosum.data.RowHash;
import io.entrosum.train.BlockAggregation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Draws distinct rows without replacement, with probabilities proportional to a score, in one pass.
 *
 * <p>Each row runs a race: its time is {@code -ln(u) / score}, {@code u} uniform from the hash of
 * its content, and the rows with the least times win (exponential clocks; Efraimidis and Spirakis,
 * 2006). The winners depend neither on the order of rows nor on partitions. Equal rows have equal
 * times and count as one; weights play no part beyond 0 excluding a row; so a row of weight 2 is
 * exactly that row twice. How many rows a winner stands for is found by a later pass.
 *
 * <p>Rows that miss a value (NaN) come after all complete rows, whatever their times, so that they
 * win only where complete rows run out; rows without any value never do.
 *
 * <p>The score is 1, or the squared distance to the nearest of some centres (k-means++).
 *
 * @param winners how many rows to draw
 * @param metric the distance, and the centres; no centres: every score is 1
 * @param salt makes the draws of different seeds and rounds independent
 */
record RowRace(int columns, int winners, Centres metric, long salt)
    implements BlockAggregation<RowRace.Podium> {
  @Override
  public Podium zero() {
    return new Podium(winners);
  }

  @Override
  public Accumulator<Podium> accumulator() {
    return (block, podium) -> {
      for (int i = 0; i < block.rows(); i++) {
        if (block.weight(i) > 0) {
          enter(block, i, podium);
        }
      }
    };
  }

  private void enter(Block block, int row, Podium podium) {
    int missing = missing(block, row);
    if (missing == columns) {
      return;
    }
    double score = 1;
    if (metric.count() > 0) {
      score = metric.nearest(block.values(), row * columns).squaredDistance();
      if (!(score > 0)) {
        return;
      }
    }
    long hash = RowHash.of(block.values(), row * columns, columns);
    double time = -Math.log(RowHash.uniform(hash, salt)) / score;
    boolean complete = missing == 0;
    if (podium.admits(complete, time)) {
      podium.enter(new Runner(complete, time, hash, block.row(row)));
    }
  }

  private int missing(Block block, int row) {
    int missing = 0;
    for (int j = 0; j < columns; j++) {
      missing += Double.isNaN(block.value(row, j)) ? 1 : 0;
    }
    return missing;
  }

  @Override
  public Podium merge(Podium left, Podium right) {
    return left.mergeWith(right);
  }

  /** The rows of least time. */
  static final class Podium implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int places;
    private final TreeSet<Runner> runners = new TreeSet<>();

    Podium(int places) {
      this.places = places;
    }

    private boolean admits(boolean complete, double time) {
      return runners.size() < places || runners.last().isAfter(complete, time);
    }

    Podium mergeWith(Podium other) {
      other.runners.forEach(this::enter);
      return this;
    }

    void enter(Runner runner) {
      if (admits(runner.complete(), runner.time())
          && runners.add(runner)
          && runners.size() > places) {
        runners.pollLast();
      }
    }

    /**
     * The rows, the fastest first.
     *
     * @param substitutes a number a column, which stands where a row has no value. Not modified.
     */
    List<double[]> rows(double[] substitutes) {
      List<double[]> rows = new ArrayList<>();
      for (Runner runner : runners) {
        double[] row = runner.row().clone();
        for (int j = 0; j < row.length; j++) {
          row[j] = Double.isNaN(row[j]) ? substitutes[j] : row[j];
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** A row with its time; equal rows are equal runners. */
  @SuppressWarnings("ArrayRecordComponent") // compared by time and hash
  record Runner(boolean complete, double time, long hash, double[] row)
      implements Comparable<Runner>, Serializable {
    private boolean isAfter(boolean otherComplete, double otherTime) {
      return complete == otherComplete ? otherTime < time : otherComplete;
    }

    @Override
    public int compareTo(Runner other) {
      return Comparator.comparing((Runner runner) -> !runner.complete())
          .thenComparingDouble(Runner::time)
          .thenComparingLong(Runner::hash)
          .compare(this, other);
    }
  }
}
