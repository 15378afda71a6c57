package io.entrosum.spark;

import io.entrosum.data.Block;
import io.entrosum.train.BlockAggregation;
import io.entrosum.train.MergeTree;
import io.entrosum.train.Pass;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Passes over cached blocks on Spark.
 *
 * <p>Each partition makes one sum; sums are merged in partition order in a fixed tree, on the
 * driver, or, where there are many and large ones, first on executors in runs of a power of two
 * neighbours, which is the same tree and gives the same bits. Nothing is kept in accumulators, so a
 * task that runs twice counts once. Large aggregations are broadcast for one job and destroyed
 * after it.
 */
public final class SparkPass implements Pass {
  /** Aggregations of more bytes are broadcast, smaller ones travel with the tasks. */
  private static final long BROADCAST_BYTES = 512 << 10;

  /** Up to this many partitions the driver merges alone. */
  private static final int DIRECT_PARTITIONS = 16;

  private static final String DESCRIPTION = "spark.job.description";

  private final JavaSparkContext context;
  private final JavaRDD<Block> blocks;
  private final int columns;
  private final int depth;
  private final Runnable release;

  /**
   * A pass over blocks.
   *
   * @param columns the number of columns of every block
   * @param aggregationDepth 1: the driver merges all sums; 2 (Spark's usual default) and more:
   *     executors merge first where there are more than {@value #DIRECT_PARTITIONS} partitions
   * @param release what {@link #close} does: usually unpersisting
   */
  public SparkPass(JavaRDD<Block> blocks, int columns, int aggregationDepth, Runnable release) {
    this.context = JavaSparkContext.fromSparkContext(blocks.context());
    this.blocks = blocks;
    this.columns = columns;
    this.depth = aggregationDepth;
    this.release = release;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public int partitions() {
    return blocks.getNumPartitions();
  }

  @Override
  public <A extends Serializable> A aggregate(BlockAggregation<A> aggregation, String what) {
    String before = context.getLocalProperty(DESCRIPTION);
    context.setLocalProperty(DESCRIPTION, what);
    try (Holder<A> holder = Holder.of(context, aggregation)) {
      List<@Nullable A> sums = new ArrayList<>(Collections.nCopies(partitions(), null));
      collect(holder).forEach(sum -> sums.set(sum._1(), sum._2()));
      A merged = MergeTree.mergeAll(sums, aggregation::merge);
      return merged == null ? aggregation.zero() : merged;
    } finally {
      context.setLocalProperty(DESCRIPTION, before);
    }
  }

  private <A extends Serializable> List<Tuple2<Integer, A>> collect(Holder<A> holder) {
    JavaRDD<Tuple2<Integer, A>> sums =
        blocks.mapPartitionsWithIndex(
            (index, iterator) -> sum(holder.get(), index, iterator), true);
    if (depth < 2 || partitions() <= DIRECT_PARTITIONS) {
      return sums.collect();
    }
    int run = runLength(partitions());
    int runs = (partitions() + run - 1) / run;
    return sums.mapToPair(sum -> new Tuple2<>(sum._1() / run, sum))
        .groupByKey(runs)
        .map(group -> mergeRun(holder.get(), group._1() * run, run, group._2()))
        .collect();
  }

  /** The least power of two that is at least the square root of the number of partitions. */
  static int runLength(int partitions) {
    int run = 1;
    while ((long) run * run < partitions) {
      run *= 2;
    }
    return run;
  }

  private static <A extends Serializable> Iterator<Tuple2<Integer, A>> sum(
      BlockAggregation<A> aggregation, int index, Iterator<Block> blocks) {
    if (!blocks.hasNext()) {
      return Collections.emptyIterator();
    }
    A sum = aggregation.zero();
    BlockAggregation.Accumulator<A> accumulator = aggregation.accumulator();
    while (blocks.hasNext()) {
      accumulator.add(blocks.next(), sum);
    }
    return List.of(new Tuple2<>(index, sum)).iterator();
  }

  /** Merges the sums of a run of partitions; the result stands at the first of the run. */
  private static <A extends Serializable> Tuple2<Integer, A> mergeRun(
      BlockAggregation<A> aggregation, int first, int run, Iterable<Tuple2<Integer, A>> group) {
    List<@Nullable A> sums = new ArrayList<>(Collections.nCopies(run, null));
    group.forEach(sum -> sums.set(sum._1() - first, sum._2()));
    A merged = MergeTree.mergeAll(sums, aggregation::merge);
    return new Tuple2<>(first, merged == null ? aggregation.zero() : merged);
  }

  @Override
  public void close() {
    release.run();
  }

  /** An aggregation on its way to the tasks; a context that was stopped cannot close it. */
  private record Holder<A extends Serializable>(
      @Nullable BlockAggregation<A> direct, @Nullable Broadcast<BlockAggregation<A>> broadcast)
      implements Serializable, AutoCloseable {
    static <A extends Serializable> Holder<A> of(
        JavaSparkContext context, BlockAggregation<A> aggregation) {
      return aggregation.bytes() > BROADCAST_BYTES
          ? new Holder<>(null, context.broadcast(aggregation))
          : new Holder<>(aggregation, null);
    }

    BlockAggregation<A> get() {
      if (broadcast != null) {
        return broadcast.value();
      }
      return Objects.requireNonNull(direct);
    }

    @Override
    public void close() {
      if (broadcast != null) {
        broadcast.destroy();
      }
    }
  }
}
