package io.entrosum.spark.job;

import io.entrosum.data.Block;
import io.entrosum.image.Patches;
import io.entrosum.image.ZcaWhitening;
import io.entrosum.spark.SparkPass;
import io.entrosum.stats.SecondMoments;
import io.entrosum.train.SecondMomentsAggregation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Cuts patches on executors.
 *
 * <p>Work comes in chunks of patch numbers, and sums of the whole data in {@value #SLICES} slices
 * of chunks, whatever the partitions of the output: so the same patches have the same bits
 * everywhere.
 */
final class PatchWriter implements AutoCloseable {
  /** The most patches of a chunk, and the most values where it has more than one patch: 8 MiB. */
  private static final int CHUNK = 256;

  private static final int CHUNK_VALUES = 1 << 20;
  private static final int SLICES = 32;

  private static final StructType SCHEMA =
      new StructType()
          .add("features", SQLDataTypes.VectorType(), false)
          .add("image", DataTypes.StringType, false)
          .add("row", DataTypes.IntegerType, false)
          .add("column", DataTypes.IntegerType, false);

  private final SparkSession spark;
  private final int dimensions;
  private final long count;
  private final Broadcast<Patches> patches;

  /**
   * Sums over patches.
   *
   * @param kept how many are not constant
   */
  record Sums(long kept, double sum, double squares) implements Serializable {
    static final Sums NONE = new Sums(0, 0, 0);

    Sums plus(Sums other) {
      return new Sums(kept + other.kept, sum + other.sum, squares + other.squares);
    }

    /** The mean squared deviation of a pixel from the mean of all pixels. */
    double variance(int dimensions) {
      double pixels = (double) kept * dimensions;
      return squares / pixels - sum / pixels * (sum / pixels);
    }
  }

  /**
   * Patches whose numbers follow each other, without constant ones.
   *
   * @param values row-major [n, D]
   */
  @SuppressWarnings("ArrayRecordComponent") // goes from one method to the next
  private record Chunk(List<Patches.Position> positions, double[] values) {
    /** The number of patches of D pixels. */
    static int size(int d) {
      return Math.max(1, Math.min(CHUNK, CHUNK_VALUES / d));
    }

    static Chunk cut(Patches patches, long number, long count) {
      int d = patches.dimensions();
      long first = number * size(d);
      int most = (int) Math.min(size(d), count - first);
      double[] values = new double[most * d];
      List<Patches.Position> positions = new ArrayList<>();
      for (int i = 0; i < most; i++) {
        Patches.Position position = patches.position(first + i);
        if (patches.cut(position, values, positions.size() * d)) {
          positions.add(position);
        }
      }
      return new Chunk(positions, Arrays.copyOf(values, positions.size() * d));
    }

    Sums sums() {
      double sum = 0;
      double squares = 0;
      for (double value : values) {
        sum += value;
        squares += value * value;
      }
      return new Sums(positions.size(), sum, squares);
    }

    List<Row> rows(Patches patches, @Nullable ZcaWhitening zca) {
      int n = positions.size();
      int d = patches.dimensions();
      double[] whitened = zca == null ? values : zca.apply(n, values);
      List<Row> rows = new ArrayList<>(n);
      for (int i = 0; i < n; i++) {
        Patches.Position position = positions.get(i);
        rows.add(
            RowFactory.create(
                Vectors.dense(Arrays.copyOfRange(whitened, i * d, (i + 1) * d)),
                patches.name(position.image()),
                position.row(),
                position.column()));
      }
      return rows;
    }
  }

  PatchWriter(SparkSession spark, Patches patches, long count) {
    this.spark = spark;
    this.dimensions = patches.dimensions();
    this.count = count;
    this.patches = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(patches);
  }

  private JavaRDD<Long> chunks(int partitions) {
    long chunks = (count - 1) / Chunk.size(dimensions) + 1;
    return spark
        .range(0, chunks, 1, (int) Math.min(partitions, chunks))
        .javaRDD()
        .map(Long::longValue);
  }

  /** Counts and sums of the patches, before any whitening of patches; one pass. */
  Sums sums() {
    Broadcast<Patches> source = patches;
    long all = count;
    return chunks(SLICES)
        .mapPartitions(numbers -> List.of(sums(numbers, source.value(), all)).iterator())
        .collect()
        .stream()
        .reduce(Sums.NONE, Sums::plus);
  }

  private static Sums sums(Iterator<Long> numbers, Patches patches, long count) {
    Sums sums = Sums.NONE;
    while (numbers.hasNext()) {
      sums = sums.plus(Chunk.cut(patches, numbers.next(), count).sums());
    }
    return sums;
  }

  /** Mean and scatter of the patches; one pass. */
  SecondMoments moments() {
    Broadcast<Patches> source = patches;
    long all = count;
    int d = dimensions;
    JavaRDD<Block> blocks =
        chunks(SLICES)
            .map(number -> Chunk.cut(source.value(), number, all))
            .filter(chunk -> !chunk.positions().isEmpty())
            .map(chunk -> new Block(d, chunk.values(), null));
    try (SparkPass pass = new SparkPass(blocks, d, 2, () -> {})) {
      return SecondMomentsAggregation.of(pass);
    }
  }

  /** Writes the patches, in the order of their numbers. */
  void write(@Nullable ZcaWhitening zca, int partitions, String format, String path) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<Whitener> whitener = context.broadcast(new Whitener(zca));
    try {
      Broadcast<Patches> source = patches;
      long all = count;
      int parts = partitions > 0 ? partitions : spark.sparkContext().defaultParallelism();
      JavaRDD<Row> rows =
          chunks(parts)
              .flatMap(
                  number ->
                      Chunk.cut(source.value(), number, all)
                          .rows(source.value(), whitener.value().zca())
                          .iterator());
      spark.createDataFrame(rows, SCHEMA).write().mode("overwrite").format(format).save(path);
    } finally {
      whitener.destroy();
    }
  }

  /** What may be null, on its way to the tasks. */
  private record Whitener(@Nullable ZcaWhitening zca) implements Serializable {}

  @Override
  public void close() {
    patches.destroy();
  }
}
