package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.ReadData;
import io.entrosum.train.RowSample;
import io.entrosum.train.TrainingResult;
import java.util.List;
import java.util.Map;

/**
 * What training gave, and what there is to say about it.
 *
 * @param columns names of the single columns
 * @param metadata free text of the model file
 * @param sample some of the rows, or none
 */
record Trained(
    TrainingResult<?> result,
    List<String> columns,
    Map<String, String> metadata,
    ModelReport report,
    long skippedRows,
    long missingValues,
    int partitions,
    Stopwatch.Seconds seconds,
    Block sample) {

  /** The same with a sample of the rows, which takes a pass over them. */
  static Trained of(
      TrainingResult<?> result,
      Map<String, String> metadata,
      ModelReport report,
      Blocks blocks,
      Stopwatch watch) {
    Stopwatch.Seconds seconds = watch.seconds();
    int d = blocks.columns().size();
    Block sample =
        blocks
            .pass()
            .aggregate(new RowSample(d, DataPictures.sampleSize(d)), "sampling rows for the report")
            .block();
    return of(result, metadata, report, blocks, seconds, sample);
  }

  static Trained of(
      TrainingResult<?> result,
      Map<String, String> metadata,
      ModelReport report,
      ReadData read,
      Stopwatch.Seconds seconds,
      Block sample) {
    return new Trained(
        result,
        read.columns(),
        metadata,
        report,
        read.skippedRows(),
        read.missingValues(),
        read.partitions(),
        seconds,
        sample);
  }
}
