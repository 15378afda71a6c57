package io.entrosum.train;

import io.entrosum.data.Block;
import io.entrosum.data.RowHash;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * A uniform sample of rows, for pictures: those of the least random numbers, which are hashes of a
 * row and of its place in its partition. The same blocks in the same partitions give the same
 * sample. A pass keeps at most {@code most} rows a partition.
 *
 * @param columns D
 * @param most how many rows to take, at most
 */
public record RowSample(int columns, int most) implements BlockAggregation<RowSample.Rows> {
  private static final long serialVersionUID = 1L;

  /** Checks the numbers. */
  public RowSample {
    if (most < 0) {
      throw new IllegalArgumentException("most: must be >= 0 but was " + most);
    }
  }

  @Override
  public Rows zero() {
    return new Rows(columns, most);
  }

  @Override
  public Accumulator<Rows> accumulator() {
    return new Accumulator<>() {
      private long place;

      @Override
      public void add(Block block, Rows into) {
        for (int i = 0; i < block.rows(); i++) {
          if (block.weight(i) > 0) {
            into.offer(RowHash.then(block.hash(i), place++), block, i);
          }
        }
      }
    };
  }

  @Override
  public Rows merge(Rows left, Rows right) {
    right.kept.forEach(left::put);
    return left;
  }

  /** The rows of a sample, in no order that means anything. */
  public static final class Rows implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int columns;
    private final int most;
    private final TreeMap<Long, Kept> kept = new TreeMap<>();

    private Rows(int columns, int most) {
      this.columns = columns;
      this.most = most;
    }

    /** No rows. */
    public static Rows none(int columns) {
      return new Rows(columns, 0);
    }

    private void offer(long number, Block block, int row) {
      if (kept.size() < most || (most > 0 && number < kept.lastKey())) {
        put(number, new Kept(block.row(row), block.weight(row)));
      }
    }

    private void put(long number, Kept row) {
      kept.put(number, row);
      if (kept.size() > most) {
        kept.pollLastEntry();
      }
    }

    /** How many rows there are. */
    public int size() {
      return kept.size();
    }

    /** The rows as a dense block, with their weights. */
    public Block block() {
      double[] values = new double[Math.multiplyExact(kept.size(), columns)];
      double[] weights = new double[kept.size()];
      int i = 0;
      for (Map.Entry<Long, Kept> entry : kept.entrySet()) {
        System.arraycopy(entry.getValue().values, 0, values, i * columns, columns);
        weights[i++] = entry.getValue().weight;
      }
      return new Block(columns, values, weights);
    }

    @SuppressWarnings("ArrayRecordComponent") // internal, never compared
    private record Kept(double[] values, double weight) implements Serializable {}
  }
}
