package io.entrosum.train;

import io.entrosum.data.Block;
import io.entrosum.data.RowHash;
import io.entrosum.data.WarmStart;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A pass over a share of the rows, chosen by a hash of what is in them: equal rows are on the same
 * side, whatever their order and partitions. Each side has its own room for what trainings keep
 * from pass to pass.
 */
public final class SplitPass implements Pass {
  private final Pass pass;
  private final Rows rows;

  private SplitPass(Pass pass, Rows rows) {
    this.pass = pass;
    this.rows = rows;
  }

  /**
   * The rows that are held out.
   *
   * @param share of the rows, > 0 and < 1, up to chance
   */
  public static SplitPass heldOut(Pass pass, double share, long seed) {
    return new SplitPass(pass, new Rows(share, seed, true));
  }

  /** All other rows. */
  public static SplitPass remaining(Pass pass, double share, long seed) {
    return new SplitPass(pass, new Rows(share, seed, false));
  }

  private record Rows(double share, long seed, boolean heldOut) implements Serializable {
    Block of(Block block) {
      int[] chosen = new int[block.rows()];
      int n = 0;
      for (int i = 0; i < block.rows(); i++) {
        double u = RowHash.uniform(block.hash(i), seed);
        if (u < share == heldOut) {
          chosen[n++] = i;
        }
      }
      Block side = block.rows(Arrays.copyOf(chosen, n));
      WarmStart room = block.warmStart();
      return room == null || n == 0 ? side : side.withWarmStart(room.part(this, n, block.rows()));
    }
  }

  private record Chosen<A extends Serializable>(BlockAggregation<A> of, Rows rows)
      implements BlockAggregation<A> {
    @Override
    public A zero() {
      return of.zero();
    }

    @Override
    public Accumulator<A> accumulator() {
      Accumulator<A> accumulator = of.accumulator();
      return (block, into) -> accumulator.add(rows.of(block), into);
    }

    @Override
    public A merge(A left, A right) {
      return of.merge(left, right);
    }

    @Override
    public long bytes() {
      return of.bytes();
    }
  }

  @Override
  public int columns() {
    return pass.columns();
  }

  @Override
  public int partitions() {
    return pass.partitions();
  }

  @Override
  public <A extends Serializable> A aggregate(BlockAggregation<A> aggregation, String what) {
    return pass.aggregate(new Chosen<>(aggregation, rows), what);
  }

  @Override
  public void close() {
    pass.close();
  }
}
