package io.entrosum.spark.job;

import io.entrosum.spark.ReadData;
import io.entrosum.train.TrainingResult;
import java.util.List;
import java.util.Map;

/**
 * What training gave, and what there is to say about it.
 *
 * @param columns names of the single columns
 * @param metadata free text of the model file
 */
record Trained(
    TrainingResult<?> result,
    List<String> columns,
    Map<String, String> metadata,
    ModelReport report,
    long skippedRows,
    long missingValues,
    int partitions,
    Stopwatch.Seconds seconds) {

  static Trained of(
      TrainingResult<?> result,
      Map<String, String> metadata,
      ModelReport report,
      ReadData read,
      Stopwatch watch) {
    return new Trained(
        result,
        read.columns(),
        metadata,
        report,
        read.skippedRows(),
        read.missingValues(),
        read.partitions(),
        watch.seconds());
  }
}
