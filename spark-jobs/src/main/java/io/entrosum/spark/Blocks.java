package io.entrosum.spark;

import io.entrosum.data.Block;
import io.entrosum.data.BlockBuilder;
import io.entrosum.init.UnusableDataException;
import io.entrosum.linalg.Blas;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.Tuple2;

/**
 * A data set as cached blocks: read once, checked row by row, kept in memory and, where that does
 * not suffice, on disk.
 */
public final class Blocks implements ReadData, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Blocks.class);

  private final List<String> columns;
  private final Storage storage;
  private final long rows;
  private final long skippedRows;
  private final long missingValues;
  private final DataFingerprint fingerprint;
  private final SparkPass pass;

  private Blocks(
      JavaRDD<RowReader.Batch> batches,
      List<String> columns,
      Storage storage,
      ReadCounts counts,
      int depth) {
    this.columns = columns;
    this.storage = storage;
    this.rows = counts.rows();
    this.skippedRows = counts.skipped();
    this.missingValues = counts.missing();
    this.fingerprint = counts.fingerprint();
    JavaRDD<Block> blocks =
        batches.filter(batch -> hasBlock(batch)).map(batch -> requireBlock(batch));
    this.pass = new SparkPass(blocks, columns.size(), depth, () -> batches.unpersist(false));
  }

  /** Rows were fine when they were read; some may be read again, after a loss. */
  private static boolean hasBlock(RowReader.Batch batch) {
    if (batch.problem() != null) {
      throw new UnusableDataException("the data has changed since it was read: " + batch.problem());
    }
    return batch.block() != null;
  }

  private static Block requireBlock(RowReader.Batch batch) {
    return Objects.requireNonNull(batch.block());
  }

  /**
   * How to read.
   *
   * @param invalid what happens to rows with null, NaN or infinite values, or unknown categories
   * @param blockBytes the size of a block
   * @param partitions how many partitions to make; 0: as the source gives them, spread over the
   *     cores where it gives fewer
   * @param aggregationDepth see {@link SparkPass}
   * @param fromFiles whether the data set is read from files, so that a row can be named by its
   *     file
   * @param storage how blocks hold their rows
   * @param warmRoom beside blocks, for what trainings keep from pass to pass
   */
  public record Options(
      InvalidPolicy invalid,
      long blockBytes,
      int partitions,
      int aggregationDepth,
      boolean fromFiles,
      Storage storage,
      WarmRoom warmRoom) {
    /** How to read into dense blocks. */
    public Options(
        InvalidPolicy invalid,
        long blockBytes,
        int partitions,
        int aggregationDepth,
        boolean fromFiles) {
      this(invalid, blockBytes, partitions, aggregationDepth, fromFiles, Storage.DENSE);
    }

    /** How to read into blocks without room beside them. */
    public Options(
        InvalidPolicy invalid,
        long blockBytes,
        int partitions,
        int aggregationDepth,
        boolean fromFiles,
        Storage storage) {
      this(invalid, blockBytes, partitions, aggregationDepth, fromFiles, storage, WarmRoom.NONE);
    }

    /** Fail on invalid rows, dense blocks of 1 MiB, partitions as they come. */
    public static Options defaults() {
      return new Options(InvalidPolicy.FAIL, BlockBuilder.DEFAULT_BYTES, 0, 2, false);
    }

    /** The same with another policy. */
    public Options withInvalid(InvalidPolicy other) {
      return new Options(
          other, blockBytes, partitions, aggregationDepth, fromFiles, storage, warmRoom);
    }

    /** The same with other blocks. */
    public Options withStorage(Storage other) {
      return new Options(
          invalid, blockBytes, partitions, aggregationDepth, fromFiles, other, warmRoom);
    }

    /** The same with room for some numbers a row beside the blocks, for each of some trainings. */
    public Options withWarmStart(int numbersPerRow, int trainings) {
      return new Options(
          invalid,
          blockBytes,
          partitions,
          aggregationDepth,
          fromFiles,
          storage,
          new WarmRoom(numbersPerRow, trainings));
    }
  }

  /**
   * Reads a data set into cached blocks; one job.
   *
   * @throws UnusableDataException if a row is refused; the message names the first one
   */
  public static Blocks read(Dataset<Row> data, FeatureColumns features, Options options) {
    return read(data, features, null, options);
  }

  /**
   * Reads a data set into cached blocks; one job.
   *
   * @param reading what the values of the single columns may be; null: numbers
   * @throws UnusableDataException if a row is refused; the message names the first one
   */
  public static Blocks read(
      Dataset<Row> data,
      FeatureColumns features,
      @Nullable ColumnReading reading,
      Options options) {
    RowReader reader = reader(data, features, reading, options);
    WarmRoom room = options.warmRoom();
    // as objects, not bytes: what trainings leave beside a block lives as long as the object
    JavaRDD<RowReader.Batch> batches =
        spread(batches(data, reader), options.partitions())
            .map(room::beside)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return new Blocks(
          batches,
          features.expand(reader.widths()),
          reader.storage(),
          count(batches),
          options.aggregationDepth());
    } catch (Throwable e) { // Spark throws checked exceptions that it does not declare
      release(batches, e);
      throw e;
    }
  }

  /** Releases the cache after an error, which no other replaces: Spark may have been stopped. */
  private static void release(JavaRDD<RowReader.Batch> batches, Throwable error) {
    try {
      batches.unpersist(false);
    } catch (Throwable e) {
      error.addSuppressed(e);
    }
  }

  static RowReader reader(
      Dataset<Row> data,
      FeatureColumns features,
      @Nullable ColumnReading reading,
      Options options) {
    int[] widths = widths(data, features);
    ColumnLabels labels = new ColumnLabels(features, widths);
    return new RowReader(
        features,
        widths,
        labels,
        reading == null ? ColumnReading.none(labels.size()) : reading,
        options.invalid(),
        options.warmRoom().blockBytes(options.blockBytes(), labels.size()),
        options.fromFiles() ? RowReader.Origin.FILE : RowReader.Origin.UNKNOWN,
        options.storage().of(data, features));
  }

  /** The batches that a reader makes of a data set, as its partitions come. */
  static JavaRDD<RowReader.Batch> batches(Dataset<Row> data, RowReader reader) {
    return RowOrder.certain(
            select(data, reader.features(), reader.origin() == RowReader.Origin.FILE))
        .javaRDD()
        .mapPartitionsWithIndex((index, rows) -> read(reader, index, rows), true);
  }

  /** Loads BLAS first: a stage of MLlib that makes the rows would load another, for good. */
  private static Iterator<RowReader.Batch> read(RowReader reader, int index, Iterator<Row> rows) {
    LOG.debug("BLAS: {}", Blas.description());
    return reader.read(index, rows);
  }

  private static Dataset<Row> select(
      Dataset<Row> data, FeatureColumns features, boolean fromFiles) {
    List<Column> selected = new ArrayList<>();
    features.columns().forEach(column -> selected.add(column(column.name())));
    if (!features.weight().isEmpty()) {
      selected.add(column(features.weight()));
    }
    if (fromFiles) {
      selected.add(functions.input_file_name());
      selected.add(functions.expr("input_file_block_start()"));
    }
    return data.select(selected.toArray(Column[]::new));
  }

  /** The column of a name that may have dots in it. */
  public static Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /** The number of elements of each feature column: from its metadata, or from the first row. */
  public static int[] widths(Dataset<Row> data, FeatureColumns features) {
    int[] widths = new int[features.columns().size()];
    for (int i = 0; i < widths.length; i++) {
      FeatureColumns.Column column = features.columns().get(i);
      widths[i] = 1;
      if (!column.kind().isSingle()) {
        int declared =
            column.kind() == FeatureColumns.Kind.VECTOR
                ? AttributeGroup.fromStructField(data.schema().apply(column.name())).size()
                : -1;
        widths[i] = declared > 0 ? declared : firstWidth(data, column.name());
      }
    }
    return widths;
  }

  private static int firstWidth(Dataset<Row> data, String name) {
    List<Row> first = data.select(column(name)).where(column(name).isNotNull()).takeAsList(1);
    if (first.isEmpty()) {
      throw new UnusableDataException("column " + name + " has no value in any row");
    }
    int width = RowChecks.length(first.get(0).get(0));
    if (width == 0) {
      throw new UnusableDataException("column " + name + " is empty in the first row");
    }
    return width;
  }

  /** Gives whole batches to other partitions, in an order that depends on nothing but the input. */
  private static JavaRDD<RowReader.Batch> spread(JavaRDD<RowReader.Batch> batches, int wanted) {
    int have = batches.getNumPartitions();
    int parallelism = JavaSparkContext.fromSparkContext(batches.context()).defaultParallelism();
    int partitions = wanted > 0 ? wanted : Math.max(have, parallelism);
    if (partitions == have) {
      return batches;
    }
    if (partitions < have) {
      return batches
          .rdd()
          .coalesce(partitions, false, Option.apply(new ContiguousCoalescer()), null)
          .toJavaRDD();
    }
    JavaPairRDD<Long, RowReader.Batch> numbered =
        batches
            .mapPartitionsWithIndex((index, iterator) -> new NumberedBatches(index, iterator), true)
            .mapToPair(pair -> pair);
    return numbered.repartitionAndSortWithinPartitions(new RoundRobin(partitions)).map(Tuple2::_2);
  }

  private static ReadCounts count(JavaRDD<RowReader.Batch> batches) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(batches.context());
    String before = context.getLocalProperty("spark.job.description");
    context.setLocalProperty("spark.job.description", "reading the data into blocks");
    try {
      List<ReadCounts> counts =
          batches.mapPartitions(iterator -> List.of(ReadCounts.of(iterator)).iterator()).collect();
      return counts.stream().reduce(ReadCounts.NONE, ReadCounts::plus).check();
    } finally {
      context.setLocalProperty("spark.job.description", before);
    }
  }

  /** The pass over these blocks; closing it releases the cache, as closing this does. */
  public SparkPass pass() {
    return pass;
  }

  /** Names of the single columns. */
  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public int partitions() {
    return pass.partitions();
  }

  /** Whether the blocks are sparse. */
  @Override
  public boolean sparse() {
    return storage == Storage.SPARSE;
  }

  /** The number of rows in the blocks. */
  @Override
  public long rows() {
    return rows;
  }

  /** The number of rows that were left out as invalid. */
  @Override
  public long skippedRows() {
    return skippedRows;
  }

  /** The number of values in the blocks that are missing (NaN). */
  @Override
  public long missingValues() {
    return missingValues;
  }

  @Override
  public DataFingerprint fingerprint() {
    return fingerprint;
  }

  @Override
  public void close() {
    pass.close();
  }
}
