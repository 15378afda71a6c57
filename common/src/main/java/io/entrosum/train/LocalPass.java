package io.entrosum.train;

import io.entrosum.data.Block;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Passes over blocks in memory, in the calling thread, without Spark. */
public final class LocalPass implements Pass {
  private final List<List<Block>> partitions;
  private final int columns;

  /** One partition of the given blocks, at least one of them. */
  public LocalPass(List<Block> blocks) {
    this(List.of(List.copyOf(blocks)), blocks.get(0).columns());
  }

  /**
   * Several partitions, some of which may be empty.
   *
   * @throws IllegalArgumentException if blocks differ in their number of columns
   */
  public LocalPass(List<List<Block>> partitions, int columns) {
    this.partitions = partitions;
    this.columns = columns;
    if (partitions.isEmpty()) {
      throw new IllegalArgumentException("a pass needs at least one partition, even an empty one");
    }
    for (List<Block> blocks : partitions) {
      for (Block block : blocks) {
        if (block.columns() != columns) {
          throw new IllegalArgumentException(
              "blocks of " + columns + " and of " + block.columns() + " columns");
        }
      }
    }
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public int partitions() {
    return partitions.size();
  }

  @Override
  public <A extends Serializable> A aggregate(BlockAggregation<A> aggregation, String what) {
    BlockAggregation.Accumulator<A> accumulator = aggregation.accumulator();
    List<A> sums = new ArrayList<>(partitions.size());
    for (List<Block> blocks : partitions) {
      A sum = aggregation.zero();
      for (Block block : blocks) {
        accumulator.add(block, sum);
      }
      sums.add(sum);
    }
    return MergeTree.merge(sums, aggregation::merge);
  }

  @Override
  public void close() {}
}
