package io.entrosum.spark.job;

import io.entrosum.init.UnusableDataException;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.RowReader;
import io.entrosum.spark.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * Scores the rows of a data set in one pass over it.
 *
 * <p>Counts and the first refused row come back through accumulators. They are updated in the stage
 * that writes, where Spark counts each partition once, however often its task runs.
 */
final class Scoring {
  /** A batch of rows is scored at once. */
  private static final int BATCH_ROWS = 256;

  private final SavedModel saved;
  private final RowScores scores;
  private final FeatureColumns features;
  private final JobConfig config;
  private final boolean fromFiles;

  Scoring(SavedModel saved, FeatureColumns features, JobConfig config, boolean fromFiles) {
    this.saved = saved;
    this.scores = saved.scores(config.score());
    this.features = features;
    this.config = config;
    this.fromFiles = fromFiles;
  }

  /**
   * Rows that were written, rows that were left out, values that were filled in, and written rows
   * that were not scored to the last digit.
   */
  record Counts(long written, long skipped, long filled, long unfinished) {}

  /**
   * Writes the scored rows.
   *
   * @throws UnusableDataException if a row is refused; the message names it
   */
  Counts write(Dataset<Row> data, String format, String path) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(data.sparkSession().sparkContext());
    LongAccumulator written = context.sc().longAccumulator("rows");
    LongAccumulator skipped = context.sc().longAccumulator("skipped rows");
    LongAccumulator filled = context.sc().longAccumulator("values filled in");
    LongAccumulator unfinished = context.sc().longAccumulator("rows not scored to the end");
    CollectionAccumulator<String> problems = context.sc().collectionAccumulator("refused rows");
    Broadcast<RowScores> model = context.broadcast(scores);
    try {
      RowScorer.Layout layout = layout(data);
      RowScorer.Report report =
          new RowScorer.Report(written, skipped, filled, unfinished, problems);
      JavaRDD<Row> scored =
          ordered(data)
              .javaRDD()
              .mapPartitionsWithIndex(
                  (index, rows) -> new RowScorer(model.value(), layout, report, index, rows), true);
      data.sparkSession()
          .createDataFrame(scored, schema(data.schema(), layout.filler()))
          .write()
          .mode("overwrite")
          .format(format)
          .save(path);
      if (!problems.value().isEmpty()) {
        throw new UnusableDataException(problems.value().get(0));
      }
      if (written.value() == 0) {
        throw new UnusableDataException(
            skipped.value() == 0 ? "the input has no rows" : "the input has no usable rows");
      }
      return new Counts(written.value(), skipped.value(), filled.value(), unfinished.value());
    } finally {
      model.destroy();
    }
  }

  /**
   * Features first, as the reader of rows wants them; then where a row is from; then all columns.
   */
  private Dataset<Row> ordered(Dataset<Row> data) {
    List<Column> columns = new ArrayList<>();
    features.columns().forEach(feature -> columns.add(column(feature.name())));
    if (fromFiles) {
      columns.add(functions.input_file_name());
      columns.add(functions.expr("input_file_block_start()"));
    }
    Arrays.stream(data.schema().fieldNames()).forEach(name -> columns.add(column(name)));
    return data.select(columns.toArray(Column[]::new));
  }

  private static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  private RowScorer.Layout layout(Dataset<Row> data) {
    int[] widths = io.entrosum.spark.Blocks.widths(data, features);
    RowReader reader =
        new RowReader(
            features,
            widths,
            features.expand(widths),
            saved.reading(),
            config.input().invalid(),
            8L * saved.columns().size() * BATCH_ROWS,
            fromFiles ? RowReader.Origin.FILE : RowReader.Origin.UNKNOWN,
            config.score().fill() || config.score().reconstruction()
                ? Storage.DENSE
                : saved.storage().of(data, features));
    int first = features.columns().size() + (fromFiles ? 2 : 0);
    RowFiller filler =
        config.score().fill()
            ? RowFiller.of(data.schema(), features, widths, saved.reading())
            : null;
    return new RowScorer.Layout(reader, first, data.schema().size(), filler);
  }

  private StructType schema(StructType input, @Nullable RowFiller filler) {
    StructType schema = filler == null ? input : filler.schema(input);
    for (StructField added : scores.columns()) {
      schema = schema.add(added);
    }
    return schema;
  }
}
