package io.entrosum.spark;

import static org.apache.spark.ml.linalg.Vectors.dense;
import static org.apache.spark.ml.linalg.Vectors.sparse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.data.Categories;
import io.entrosum.data.ColumnDomain;
import io.entrosum.train.BlockAggregation;
import io.entrosum.train.DataProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows read into sparse blocks are those of dense blocks. */
class SparseBlocksIT {
  private static final double NONE = Double.NaN;
  private static final ColumnDomain POSITIVE = x -> x > 0 ? null : "must be > 0";

  private final SparkSession spark = SharedSpark.session();

  @TempDir Path folder;

  /** 700 rows of 40 columns, three or no entries a row; the label is the weight. */
  private Dataset<Row> libsvm() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 700; i++) {
      text.append(i % 7 / 4.0);
      for (int k = 0; k < 3 && i % 10 != 0; k++) {
        text.append(' ').append(1 + 13 * k + random.nextInt(13)).append(':');
        text.append(random.nextInt(-3, 4)); // zeros, too
      }
      text.append('\n');
    }
    Path file = Files.writeString(folder.resolve("a.svm"), text);
    return spark.read().format("libsvm").option("numFeatures", 40).load(file.toString());
  }

  static Blocks read(Dataset<Row> data, InvalidPolicy policy, Storage storage) {
    String weight = List.of(data.columns()).contains("label") ? "label" : "";
    FeatureColumns features =
        FeatureColumns.of(data.schema(), List.of("*"), List.of(), weight, "", NAMES.keySet());
    List<String> labels = features.expand(Blocks.widths(data, features));
    return Blocks.read(
        data,
        features,
        ColumnReading.of(labels, NAMES, Map.of("p[1]", POSITIVE, "p[3]", POSITIVE)),
        new Blocks.Options(policy, 2048, 0, 2, data.inputFiles().length > 0).withStorage(storage));
  }

  private static final Map<String, Categories> NAMES =
      Map.of("origin", new Categories(List.of("CDG", "LHR")));

  static Dataset<Row> vectors(String name, @Nullable Vector... vectors) {
    List<Row> rows = Arrays.stream(vectors).map(vector -> RowFactory.create(vector)).toList();
    StructType schema = new StructType().add(name, SQLDataTypes.VectorType());
    return SharedSpark.session().createDataFrame(rows, schema).coalesce(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Storage.class,
      names = {"SPARSE", "AUTO"})
  void libsvmFilesBecomeSparseBlocksOfTheSameRows(Storage storage) throws IOException {
    try (Blocks sparse = read(libsvm(), InvalidPolicy.FAIL, storage);
        Blocks dense = read(libsvm(), InvalidPolicy.FAIL, Storage.DENSE)) {
      assertThat(sparse.sparse()).isTrue();
      assertThat(dense.sparse()).isFalse();
      assertThat(sparse.rows()).isEqualTo(700);
      assertThat(sparse.columns()).isEqualTo(dense.columns()).hasSize(40);
      assertThat(sparse.pass().partitions()).isEqualTo(2); // spread over the cores
      Rows rows = Rows.of(sparse);
      assertThat(rows.sparse).containsOnly(true);
      assertThat(rows.sorted()).isEqualTo(Rows.of(dense).sorted()).hasSize(700);
      DataProfile profile = DataProfile.of(sparse.pass(), 1000);
      DataProfile expected = DataProfile.of(dense.pass(), 1000);
      assertThat(profile.counts()).isEqualTo(expected.counts());
      assertThat(profile.weight()).isEqualTo(expected.weight()); // multiples of 1/4
      assertThat(profile.distinctRows()).isEqualTo(expected.distinctRows());
      assertThat(profile.means()).containsExactly(expected.means(), within(1e-14));
    }
  }

  /** Numbers, vectors of both kinds, arrays and categories, a value missing in each. */
  @ParameterizedTest
  @EnumSource(InvalidPolicy.class)
  void columnsOfAllKinds(InvalidPolicy policy) {
    StructType schema =
        StructType.fromDDL("x double, a array<int>, origin string")
            .add("v", SQLDataTypes.VectorType());
    List<Row> rows =
        List.of(
            RowFactory.create(1.5, List.of(0, 2), "LHR", sparse(3, new int[] {1}, row(7))),
            RowFactory.create(0.0, List.of(0, 0), "CDG", dense(0, -0.0, 3)),
            RowFactory.create(null, List.of(1, 0), "LHR", dense(0, NONE, 3)),
            RowFactory.create(4.0, null, "XYZ", sparse(3, new int[] {0, 2}, row(NONE, 2))),
            RowFactory.create(0.0, Arrays.asList(null, 4), null, null));
    Dataset<Row> data = spark.createDataFrame(rows, schema).coalesce(1);
    Dataset<Row> readable = policy == InvalidPolicy.FAIL ? data.limit(2) : data;
    try (Blocks sparse = read(readable, policy, Storage.SPARSE);
        Blocks dense = read(readable, policy, Storage.DENSE)) {
      assertThat(sparse.sparse()).isTrue();
      assertThat(sparse.skippedRows()).isEqualTo(policy == InvalidPolicy.SKIP ? 3 : 0);
      assertThat(sparse.missingValues()).isEqualTo(policy == InvalidPolicy.MISSING ? 11 : 0);
      assertThat(dense.missingValues()).isEqualTo(sparse.missingValues());
      assertThat(Rows.of(sparse).sorted()).isEqualTo(Rows.of(dense).sorted());
      assertThat(Rows.of(sparse).rows).contains("1.0 [1.5, 0.0, 2.0, 1.0, 0.0, 7.0, 0.0]");
    }
  }

  /** A null vector misses all its values, in columns whose domain has no zero, too. */
  @Test
  void aNullVectorIsARowOfHoles() {
    Dataset<Row> data = vectors("p", sparse(5, new int[] {1, 3}, row(1, 2)), null);
    try (Blocks blocks = read(data, InvalidPolicy.MISSING, Storage.SPARSE)) {
      assertThat(blocks.missingValues()).isEqualTo(5);
      assertThat(Rows.of(blocks).rows)
          .containsExactly("1.0 [0.0, 1.0, 0.0, 2.0, 0.0]", "1.0 [NaN, NaN, NaN, NaN, NaN]");
    }
  }

  @Test
  void whatAutoChooses() {
    Dataset<Row> thin = vectors("v", null, sparse(20, new int[] {3, 9}, row(1, 2)));
    Dataset<Row> thick = vectors("v", null, sparse(20, new int[] {3, 9, 11}, row(1, 2, 3)));
    Dataset<Row> both = vectors("v", sparse(20, new int[] {3}, row(1)), dense(new double[20]));
    assertThat(choice(thin)).isEqualTo(Storage.SPARSE);
    assertThat(choice(thick)).isEqualTo(Storage.DENSE);
    assertThat(choice(both)).isEqualTo(Storage.DENSE);
    assertThat(choice(thin.selectExpr("v", "1D as x"))).isEqualTo(Storage.DENSE);
    assertThat(choice(thin.selectExpr("1D as x"))).isEqualTo(Storage.DENSE);
    assertThat(choice(thin.limit(0))).isEqualTo(Storage.DENSE);
  }

  private static Storage choice(Dataset<Row> data) {
    return Storage.AUTO.of(
        data, FeatureColumns.of(data.schema(), List.of("*"), List.of(), "", "input."));
  }

  /** In 100,000 columns, where a dense block would have 16 MB. */
  @Test
  void wideRowsTakeWhatTheirEntriesTake() {
    SplittableRandom random = new SplittableRandom(3);
    Vector[] rows = new Vector[20];
    Arrays.setAll(
        rows,
        i -> {
          int[] indices = random.ints(0, 100_000).distinct().limit(20).sorted().toArray();
          return sparse(100_000, indices, random.doubles(20, 1, 2).toArray());
        });
    try (Blocks blocks = read(vectors("v", rows), InvalidPolicy.FAIL, Storage.AUTO)) {
      assertThat(blocks.columns()).hasSize(100_000).endsWith("v[99999]");
      assertThat(blocks.sparse()).isTrue();
      assertThat(Rows.of(blocks).bytes).isEqualTo(20 * (12 * 20 + 4) + 4);
    }
  }

  static double[] row(double... values) {
    return values;
  }

  /** What is in the blocks. */
  private static final class Rows implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> rows = new ArrayList<>();
    private final ArrayList<Boolean> sparse = new ArrayList<>();
    private long bytes;

    static Rows of(Blocks blocks) {
      return blocks.pass().aggregate(new Aggregation(), "test");
    }

    List<String> sorted() {
      return rows.stream().sorted().toList();
    }

    private Rows add(Block block) {
      for (int i = 0; i < block.rows(); i++) {
        double[] row = Arrays.stream(block.row(i)).map(x -> x + 0.0).toArray(); // no -0.0
        rows.add(block.weight(i) + " " + Arrays.toString(row));
      }
      sparse.add(block.isSparse());
      bytes += block.bytes();
      return this;
    }

    private record Aggregation() implements BlockAggregation<Rows> {
      @Override
      public Rows zero() {
        return new Rows();
      }

      @Override
      public Accumulator<Rows> accumulator() {
        return (block, into) -> into.add(block);
      }

      @Override
      public Rows merge(Rows left, Rows right) {
        left.rows.addAll(right.rows);
        left.sparse.addAll(right.sparse);
        left.bytes += right.bytes;
        return left;
      }
    }
  }
}
