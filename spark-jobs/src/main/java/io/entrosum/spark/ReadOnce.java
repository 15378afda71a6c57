package io.entrosum.spark;

import io.entrosum.data.Block;
import io.entrosum.init.UnusableDataException;
import io.entrosum.train.BlockAggregation;
import io.entrosum.train.MergeTree;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One sum over a data set, made while its rows are read: for what needs a single pass, which then
 * keeps no rows. Every check of {@link Blocks} is made. Sums of partitions are merged in a fixed
 * tree.
 *
 * @param sum over all rows
 */
public record ReadOnce<A extends Serializable>(
    A sum,
    List<String> columns,
    long rows,
    long skippedRows,
    long missingValues,
    int partitions,
    DataFingerprint fingerprint)
    implements ReadData {
  /** What came of a partition. */
  private record Part<A>(int index, A sum, ReadCounts counts) implements Serializable {}

  /** Whether a data set has a partition for every core already: else blocks are spread. */
  public static boolean suits(Dataset<Row> data, Blocks.Options options) {
    JavaRDD<Row> rows = data.javaRDD();
    int cores = JavaSparkContext.fromSparkContext(rows.context()).defaultParallelism();
    return options.partitions() == 0 && rows.getNumPartitions() >= cores;
  }

  /**
   * Reads a data set and adds up its blocks; one job.
   *
   * @throws UnusableDataException if a row is refused; the message names the first one
   */
  public static <A extends Serializable> ReadOnce<A> of(
      Dataset<Row> data,
      FeatureColumns features,
      Blocks.Options options,
      BlockAggregation<A> aggregation,
      String what) {
    RowReader reader = Blocks.reader(data, features, null, options);
    JavaRDD<RowReader.Batch> batches = Blocks.batches(data, reader);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(batches.context());
    String before = context.getLocalProperty("spark.job.description");
    context.setLocalProperty("spark.job.description", what);
    try {
      List<Part<A>> parts =
          batches
              .mapPartitionsWithIndex(
                  (index, partition) -> List.of(part(aggregation, index, partition)).iterator(),
                  true)
              .collect();
      return merge(parts, aggregation, features.expand(reader.widths()));
    } finally {
      context.setLocalProperty("spark.job.description", before);
    }
  }

  private static <A extends Serializable> Part<A> part(
      BlockAggregation<A> aggregation, int index, Iterator<RowReader.Batch> batches) {
    A sum = aggregation.zero();
    BlockAggregation.Accumulator<A> accumulator = aggregation.accumulator();
    ReadCounts counts = ReadCounts.NONE;
    while (batches.hasNext()) {
      RowReader.Batch batch = batches.next();
      counts = counts.then(batch);
      Block block = batch.block();
      if (block != null && counts.problem() == null) {
        accumulator.add(block, sum);
      }
    }
    return new Part<>(index, sum, counts);
  }

  private static <A extends Serializable> ReadOnce<A> merge(
      List<Part<A>> parts, BlockAggregation<A> aggregation, List<String> columns) {
    ReadCounts counts =
        parts.stream().map(Part::counts).reduce(ReadCounts.NONE, ReadCounts::plus).check();
    List<@Nullable A> sums = new ArrayList<>(Collections.nCopies(parts.size(), null));
    parts.forEach(part -> sums.set(part.index, part.sum));
    A merged = MergeTree.mergeAll(sums, aggregation::merge);
    return new ReadOnce<>(
        merged == null ? aggregation.zero() : merged,
        columns,
        counts.rows(),
        counts.skipped(),
        counts.missing(),
        parts.size(),
        counts.fingerprint());
  }

  @Override
  public boolean sparse() {
    return false;
  }
}
