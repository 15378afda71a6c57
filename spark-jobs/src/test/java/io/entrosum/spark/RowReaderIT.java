package io.entrosum.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.data.Block;
import io.entrosum.data.Categories;
import io.entrosum.data.ColumnDomain;
import io.entrosum.init.UnusableDataException;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.train.BlockAggregation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that may be missing, categories and domains, from rows to blocks. */
class RowReaderIT {
  private static final double NONE = Double.NaN;

  private final SparkSession spark = SharedSpark.session();

  @TempDir Path folder;

  private static final ColumnDomain COUNT =
      x -> x >= 0 && x == Math.rint(x) ? null : "must be a whole number >= 0";
  private static final ColumnDomain POSITIVE = x -> x > 0 ? null : "must be > 0";

  private static final Map<String, Categories> NAMES =
      Map.of(
          "origin", new Categories(List.of("CDG", "LHR")),
          "late", new Categories(List.of("false", "true")),
          "stops", new Categories(List.of("2", "10")));
  private static final Map<String, ColumnDomain> DOMAINS =
      Map.of("visits", COUNT, "cost", POSITIVE);

  private Dataset<Row> csv(String text) {
    try {
      Path file = Files.writeString(folder.resolve("a.csv"), text);
      return spark.read().option("header", true).option("inferSchema", true).csv(file.toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Blocks read(Dataset<Row> data, InvalidPolicy policy) {
    String weight = List.of(data.columns()).contains("w") ? "w" : "";
    FeatureColumns features =
        FeatureColumns.of(data.schema(), List.of("*"), List.of(), weight, "input.", NAMES.keySet());
    List<String> labels = features.expand(Blocks.widths(data, features));
    return Blocks.read(
        data,
        features,
        ColumnReading.of(labels, NAMES, DOMAINS),
        new Blocks.Options(policy, 1 << 20, 1, 2, data.inputFiles().length > 0));
  }

  private static void refused(Dataset<Row> data, InvalidPolicy policy, String message) {
    assertThatThrownBy(() -> read(data, policy).close())
        .isInstanceOf(UnusableDataException.class)
        .hasMessage(message);
  }

  /** Reads, counts, and gives the values row by row. */
  private static double[] values(
      Dataset<Row> data, InvalidPolicy policy, int rows, int skipped, int missing) {
    try (Blocks blocks = read(data, policy)) {
      assertThat(blocks.rows()).isEqualTo(rows);
      assertThat(blocks.skippedRows()).isEqualTo(skipped);
      assertThat(blocks.missingValues()).isEqualTo(missing);
      return blocks.pass().aggregate(new Values(blocks.columns().size(), rows), "test").array("x");
    }
  }

  private static final String FLIGHTS =
      """
      origin,late,stops,delay
      LHR,true,10,1.5
      CDG,false,2,0.5
      """;

  @ParameterizedTest
  @EnumSource(InvalidPolicy.class)
  void categoriesBecomeTheirCodes(InvalidPolicy policy) {
    assertThat(values(csv(FLIGHTS), policy, 2, 0, 0)).containsExactly(1, 1, 1, 1.5, 0, 0, 0, 0.5);
  }

  /** Spark hands on the rows that a function returned as they are where nothing is between. */
  @ParameterizedTest
  @EnumSource(value = Storage.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
  void arraysOfJavaThatAFunctionReturned(Storage storage) {
    StructType schema =
        new StructType().add("x", DataTypes.createArrayType(DataTypes.DoubleType, false));
    Dataset<Row> data =
        spark
            .range(0, 3, 1, 1)
            .map(
                (MapFunction<Long, Row>)
                    id -> RowFactory.create((Object) new double[] {id + 1, 2 * id}),
                Encoders.row(schema));
    Blocks.Options options = new Blocks.Options(InvalidPolicy.FAIL, 1 << 20, 1, 2, false, storage);
    FeatureColumns features = FeatureColumns.of(schema, List.of("*"), List.of(), "", "");
    try (Blocks blocks = Blocks.read(data, features, options)) {
      assertThat(blocks.pass().aggregate(new Values(2, 3), "test").array("x"))
          .containsExactly(1, 0, 2, 2, 3, 4);
    }
  }

  @Test
  void unseenCategories() {
    Dataset<Row> data = csv(FLIGHTS + "XYZ,true,2,1\nLHR,true,3,1\n");
    refused(
        data,
        InvalidPolicy.FAIL,
        "row 3 of a.csv: column origin is XYZ, a category that the model does not know (set"
            + " input.invalid to skip or missing)");
    refused(
        data.where("origin != 'XYZ'"),
        InvalidPolicy.FAIL,
        "row 3 of a.csv: column stops is 3, a category that the model does not know (set"
            + " input.invalid to skip or missing)");
    assertThat(values(data, InvalidPolicy.SKIP, 2, 2, 0)).hasSize(8);
    assertThat(values(data, InvalidPolicy.MISSING, 4, 0, 2))
        .containsExactly(1, 1, 1, 1.5, 0, 0, 0, 0.5, NONE, 1, 0, 1, 1, 1, NONE, 1);
  }

  @Test
  void nullCategories() {
    Dataset<Row> data = csv(FLIGHTS + ",,,1\n");
    refused(
        data,
        InvalidPolicy.FAIL,
        "row 3 of a.csv: column origin is null (set input.invalid to skip or missing)");
    assertThat(values(data, InvalidPolicy.SKIP, 2, 1, 0)).hasSize(8);
    assertThat(values(data, InvalidPolicy.MISSING, 3, 0, 3)).endsWith(NONE, NONE, NONE, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1, 2    | visits is -1; must be a whole number >= 0",
        "2.5, 2   | visits is 2.5; must be a whole number >= 0",
        "3, 0     | cost is 0; must be > 0",
        "3, -0.25 | cost is -0.25; must be > 0",
        ", -1     | cost is -1; must be > 0",
        "-1, NaN  | visits is -1; must be a whole number >= 0",
      })
  void valuesOutsideTheirDomainAreErrorsWhateverThePolicy(String row, String problem) {
    Dataset<Row> data = csv("visits,cost\n1,1.5\n0,1e-9\n" + row.replace(" ", "") + "\n");
    for (InvalidPolicy policy : InvalidPolicy.values()) {
      refused(data, policy, "row 3 of a.csv: column " + problem);
    }
  }

  /** NaN and null are holes, in a row of nothing else too; the rows stay. */
  @Test
  void holesAreCounted() {
    Dataset<Row> data = csv("x,y,visits\n1,NaN,3\n,,\n,2,0\n");
    assertThat(values(data, InvalidPolicy.MISSING, 3, 0, 5))
        .containsExactly(1, NONE, 3, NONE, NONE, NONE, NONE, 2, 0);
    refused(
        data, InvalidPolicy.SKIP, "the input has no usable rows: all 3 were skipped as invalid");
  }

  @Test
  void infiniteValuesAreNoHoles() {
    Dataset<Row> data = csv("x,y\n1,2\n3,-Inf\n");
    for (InvalidPolicy policy : List.of(InvalidPolicy.FAIL, InvalidPolicy.MISSING)) {
      refused(
          data, policy, "row 2 of a.csv: column y is minus infinite (set input.invalid to skip)");
    }
    assertThat(values(data, InvalidPolicy.SKIP, 1, 1, 0)).containsExactly(1, 2);
  }

  @Test
  void weightsHaveNoHoles() {
    for (InvalidPolicy policy : List.of(InvalidPolicy.FAIL, InvalidPolicy.MISSING)) {
      refused(
          csv("x,w\n1,2\n3,\n"),
          policy,
          "row 2 of a.csv: weight column w is null (set input.invalid to skip)");
      refused(
          csv("x,w\n1,2\n3,NaN\n"),
          policy,
          "row 2 of a.csv: weight column w is NaN (set input.invalid to skip)");
    }
    for (InvalidPolicy policy : InvalidPolicy.values()) {
      refused(
          csv("x,w\n1,2\n,-0.5\n"),
          policy,
          "row 2 of a.csv: weight column w is -0.5; weights must be >= 0");
    }
  }

  @Test
  void holesInArrays() {
    Dataset<Row> data =
        spark.sql(
            "select * from values (array(1D, null)), (null), (array(double('NaN'), 4D)) as t(v)");
    assertThat(values(data.coalesce(1), InvalidPolicy.MISSING, 3, 0, 4))
        .containsExactly(1, NONE, NONE, NONE, NONE, 4);
    refused(
        data.coalesce(1),
        InvalidPolicy.FAIL,
        "row 1 of partition 0: column v[1] is NaN (set input.invalid to skip or missing)");
    for (InvalidPolicy policy : InvalidPolicy.values()) {
      refused(
          spark.sql("select * from values (array(1D)), (array(null, 2D)) as t(v)").coalesce(1),
          policy,
          "row 2 of partition 0: column v has 2 elements, in the first row it has 1; all rows need"
              + " the same number");
      refused(
          spark.sql("select cast(null as array<double>) as v from range(2)"),
          policy,
          "column v has no value in any row");
    }
  }

  @Test
  void holesInSparseVectors() throws IOException {
    Path file = Files.writeString(folder.resolve("a.svm"), "0 1:NaN 3:2\n1 2:5\n");
    Dataset<Row> data =
        spark.read().format("libsvm").option("numFeatures", 3).load(file.toString());
    assertThat(values(data.select("features"), InvalidPolicy.MISSING, 2, 0, 1))
        .containsExactly(NONE, 0, 2, 0, 5, 0);
    refused(
        data.select("features"),
        InvalidPolicy.FAIL,
        "row 1 of a.svm: column features[0] is NaN (set input.invalid to skip or missing)");
  }

  /** All values in one slot, in the order of rows; for one partition. */
  private record Values(int columns, int rows) implements BlockAggregation<Statistics> {
    @Override
    public Statistics zero() {
      return new Statistics(StatisticsLayout.builder().add("x", rows, columns).build());
    }

    @Override
    public Accumulator<Statistics> accumulator() {
      return (Block block, Statistics into) ->
          System.arraycopy(
              block.dense().values(),
              0,
              into.values(),
              into.offset("x"),
              block.dense().values().length);
    }

    @Override
    public Statistics merge(Statistics left, Statistics right) {
      return left.merge(right);
    }
  }
}
