package io.entrosum.spark.job;

import io.entrosum.data.BlockBuilder;
import io.entrosum.init.UnusableDataException;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.storage.FileSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The data that a configuration points at. */
final class InputSource {
  private final InputConfig config;

  private InputSource(InputConfig config) {
    this.config = config;
  }

  /**
   * Checks what can be checked without Spark: that the files exist.
   *
   * @throws JobException if they do not
   */
  static InputSource checked(InputConfig config, Configuration hadoop) {
    config.requireSource();
    if (config.path() != null && !FileSystems.matches(config.path(), hadoop)) {
      throw JobException.usage("input.path: no such file: " + config.path());
    }
    return new InputSource(config);
  }

  /** The rows, not read yet, apart from what the source needs for its schema. */
  Dataset<Row> open(SparkSession spark) {
    try {
      if (config.table() != null) {
        return spark.table(config.table());
      }
      return config.query() != null ? spark.sql(config.query()) : files(spark);
    } catch (JobException e) {
      throw e;
    } catch (Exception e) {
      throw new JobException(
          e instanceof AnalysisException ? ExitCode.USAGE : ExitCode.DATA, problem(e), e);
    }
  }

  private Dataset<Row> files(SparkSession spark) throws Exception {
    try {
      DataFrameReader reader = spark.read().format(config.format());
      if (config.format().equals("csv")
          && config.options().keySet().stream().noneMatch("inferSchema"::equalsIgnoreCase)) {
        reader = reader.option("inferSchema", true);
      }
      return reader.options(config.options()).load(config.path());
    } catch (Exception e) {
      if (e instanceof ClassNotFoundException) {
        throw new JobException(
            ExitCode.USAGE,
            "input.format: no data source "
                + config.format()
                + " (csv, parquet, orc, json, libsvm, or one whose jar is on the class path)",
            e);
      }
      throw e;
    }
  }

  private String problem(Exception e) {
    String key = config.table() != null ? "table" : config.query() != null ? "query" : "path";
    return "input."
        + key
        + ": "
        + (config.path() == null
            ? ""
            : "cannot read " + config.path() + " as " + config.format() + ": ")
        + Failure.firstLine(e);
  }

  /**
   * The feature columns among those of the data.
   *
   * @param categorical the columns that hold categories
   * @throws JobException if a column is unknown or of a wrong type
   */
  FeatureColumns features(Dataset<Row> data, Set<String> categorical) {
    return checkedColumns(
        data,
        () ->
            FeatureColumns.of(
                data.schema(),
                config.features(),
                config.exclude(),
                config.weight(),
                "input.",
                categorical));
  }

  /** Where a source without rows has no types either, the lack of rows is what is wrong. */
  FeatureColumns checkedColumns(Dataset<Row> data, Supplier<FeatureColumns> columns) {
    try {
      return columns.get();
    } catch (IllegalArgumentException e) {
      boolean infers = List.of("csv", "json").contains(config.format().toLowerCase(Locale.ROOT));
      if (infers && config.path() != null && data.isEmpty()) {
        throw new UnusableDataException("the input has no rows");
      }
      throw new JobException(ExitCode.USAGE, Failure.firstLine(e), e);
    }
  }

  /** How blocks are made of the rows. */
  Blocks.Options options() {
    return new Blocks.Options(
        config.invalid(), BlockBuilder.DEFAULT_BYTES, config.partitions(), 2, fromFiles());
  }

  /** Whether rows come from files, which then name them in messages. */
  boolean fromFiles() {
    return config.path() != null;
  }

  /** Where the data is, for messages. */
  String description() {
    return config.path() != null
        ? config.path()
        : config.table() != null ? "table " + config.table() : "a query";
  }

  /** The columns that are neither features nor the weight, nor left out on purpose. */
  List<String> ignored(StructType schema, FeatureColumns features) {
    List<String> ignored = new ArrayList<>(List.of(schema.fieldNames()));
    features.columns().forEach(column -> ignored.remove(column.name()));
    ignored.removeAll(config.exclude());
    ignored.remove(features.weight());
    return ignored;
  }
}
