package io.entrosum.spark.job;

import io.entrosum.spark.Blocks;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.ReadData;
import io.entrosum.spark.ReadOnce;
import io.entrosum.train.BlockAggregation;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The data of a training, its columns checked, not read yet.
 *
 * @param names of the single columns
 * @param ignored columns that are not used
 */
record OpenedData(
    Dataset<Row> data, FeatureColumns features, List<String> names, List<String> ignored) {
  /**
   * Opens what a source has.
   *
   * @param categorical the columns of a schema that hold categories
   */
  static OpenedData open(
      JobContext context, InputSource source, Function<StructType, Set<String>> categorical) {
    Dataset<Row> data = source.open(context.spark());
    if (!data.queryExecution().analyzed().deterministic()) {
      context.warn(
          source.description()
              + ": its rows come of functions like rand, and may be others when they are read again"
              + " after a loss or by a resumed run; write them to files first");
    }
    FeatureColumns features = source.features(data, categorical.apply(data.schema()));
    List<String> names = features.expand(Blocks.widths(data, features));
    return new OpenedData(data, features, names, source.ignored(data.schema(), features));
  }

  /** Refuses other columns than a model has that training goes on from. */
  void checkInitial(List<String> columns) {
    if (!columns.equals(names)) {
      throw JobException.usage(
          "training.initial-model: was trained on "
              + Numbers.names(columns, 8)
              + " but the features are "
              + Numbers.names(names, 8));
    }
  }

  /** As many as reading will make: what is asked for, else those of the source or the cores. */
  int partitions(JobContext context) {
    int wanted = context.config().input().partitions();
    int cores =
        JavaSparkContext.fromSparkContext(context.spark().sparkContext()).defaultParallelism();
    return wanted > 0 ? wanted : Math.max(cores, data.javaRDD().getNumPartitions());
  }

  /**
   * Reads the data, tells what was read, and does something with it.
   *
   * @param reading what the values of the single columns may be; null: numbers
   */
  <T> T read(
      JobContext context,
      @Nullable ColumnReading reading,
      Blocks.Options options,
      Function<Blocks, T> use) {
    sayFeatures(context);
    try (Blocks blocks = Blocks.read(data, features, reading, options)) {
      sayRead(context, blocks);
      return use.apply(blocks);
    }
  }

  /** Reads the data for a single sum, and tells what was read; nothing is kept of the rows. */
  <A extends Serializable> ReadOnce<A> sum(
      JobContext context, Blocks.Options options, BlockAggregation<A> aggregation, String what) {
    sayFeatures(context);
    ReadOnce<A> read = ReadOnce.of(data, features, options, aggregation, what);
    sayRead(context, read);
    return read;
  }

  private void sayFeatures(JobContext context) {
    context.say(
        "features: "
            + Numbers.count(names.size(), "column")
            + ": "
            + Numbers.names(names, 8)
            + (ignored.isEmpty() ? "" : "; not used: " + Numbers.names(ignored, 8)));
  }

  private static void sayRead(JobContext context, ReadData read) {
    context.say(
        Numbers.format(
            "read %s (%s skipped%s) into %s%s",
            Numbers.count(read.rows(), "row"),
            read.skippedRows() == 0 ? "none" : Numbers.format("%,d", read.skippedRows()),
            read.missingValues() == 0
                ? ""
                : ", " + Numbers.count(read.missingValues(), "missing value"),
            Numbers.count(read.partitions(), "partition"),
            read.sparse() ? ", sparse" : ""));
  }
}
