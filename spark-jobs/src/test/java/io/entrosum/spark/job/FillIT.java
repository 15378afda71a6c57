package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.io.ModelFile;
import io.entrosum.io.ModelFolder;
import io.entrosum.model.Mixture;
import io.entrosum.model.MixtureScorer;
import io.entrosum.spark.NamedMixture;
import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Missing values of columns of every type are filled in with what the model file says of them. */
class FillIT {
  private static SparkSession spark;
  @TempDir static Path folder;
  private static Path model;
  private static List<Row> rows;
  private static List<Row> filled;
  private static MixtureScorer scorer;
  private static NamedMixture named;
  private static CommandRun run;

  @BeforeAll
  static void trainAndScore() throws IOException {
    spark = SharedSpark.session();
    model = folder.resolve("model");
    Path data = write("data", HoleyTable.rows(), HoleyTable.SCHEMA);
    CommandRun train =
        command(
            "train",
            data,
            "output.path=" + model,
            "input.invalid=missing",
            "input.exclude=[id]",
            "training.max-iterations=15",
            "model.columns={colour=categorical, member=categorical, level=categorical,"
                + " count=poisson}");
    assertThat(train.code()).as(train.err()).isZero();
    List<Row> more = HoleyTable.rows();
    more.add(
        HoleyTable.row(300, "pink", null, 3, 1f, "0.50", Vectors.dense(1, 2, 3), null, 7, 8, 2L));
    Path input = write("more", more, HoleyTable.SCHEMA);
    rows = spark.read().parquet(input.toString()).orderBy("id").collectAsList();
    Path scored = folder.resolve("scored");
    run = score(input, "input.invalid=missing", "output.path=" + scored);
    assertThat(run.err()).isEmpty();
    filled = spark.read().parquet(scored.toString()).orderBy("id").collectAsList();
    ModelFile file = ModelFolder.load(model);
    Mixture mixture = (Mixture) file.model();
    scorer = mixture.scorer();
    named = new NamedMixture(mixture, file.columns(), NamedMixture.categories(file.metadata()));
    assertThat(file.columns()).isEqualTo(HoleyTable.SINGLE);
  }

  private static Path write(String name, List<Row> data, StructType schema) {
    Path path = folder.resolve(name);
    spark.createDataFrame(data, schema).write().parquet(path.toString());
    return path;
  }

  private static CommandRun command(String command, Path input, String... settings) {
    List<String> args =
        new ArrayList<>(
            List.of(command, "--set", "input.path=" + input, "--set", "input.format=parquet"));
    for (String setting : settings) {
      args.add("--set");
      args.add(setting);
    }
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static CommandRun score(Path input, String... settings) {
    String[] all = Arrays.copyOf(settings, settings.length + 2);
    all[settings.length] = "score.model=" + model;
    all[settings.length + 1] = "score.fill=true";
    return command("score", input, all);
  }

  /** A row as the model reads it; NaN is missing. */
  private static double[] numbers(Row row) {
    double[] numbers = new double[HoleyTable.SINGLE.size()];
    for (int j = 0; j < numbers.length; j++) {
      String column = HoleyTable.SINGLE.get(j);
      Object value = value(row, column);
      numbers[j] =
          value == null
              ? Double.NaN
              : named.categories().containsKey(column)
                  ? unknownIsMissing(named.categories().get(column).code(value.toString()))
                  : ((Number) value).doubleValue();
    }
    return numbers;
  }

  private static double unknownIsMissing(int code) {
    return code < 0 ? Double.NaN : code;
  }

  private static Object value(Row row, String column) {
    int bracket = column.indexOf('[');
    if (bracket < 0) {
      return row.getAs(column);
    }
    Object whole = row.getAs(column.substring(0, bracket));
    int i = column.charAt(bracket + 1) - '0';
    if (whole == null) {
      return null;
    }
    return whole instanceof Vector vector
        ? (Object) vector.apply(i)
        : whole instanceof List<?> list ? list.get(i) : ((scala.collection.Seq<?>) whole).apply(i);
  }

  private static boolean isMissing(Object value) {
    return value == null || (value instanceof Number x && Double.isNaN(x.doubleValue()));
  }

  @Test
  void missingValuesAreTheExpectationsOfTheModel() {
    long[] holes = new long[HoleyTable.SINGLE.size()];
    for (int n = 0; n < rows.size(); n++) {
      double[] expected = scorer.fill(numbers(rows.get(n)));
      for (int j = 0; j < expected.length; j++) {
        if (isMissing(value(rows.get(n), HoleyTable.SINGLE.get(j)))) {
          assertFilled(
              HoleyTable.SINGLE.get(j),
              value(filled.get(n), HoleyTable.SINGLE.get(j)),
              expected[j]);
          holes[j]++;
        }
      }
    }
    assertThat(Arrays.stream(holes).min().orElseThrow()).isGreaterThan(40);
    assertThat(run.out())
        .isEqualTo(
            "301 rows written to "
                + folder.resolve("scored")
                + String.format(Locale.ROOT, ", %,d values filled in", Arrays.stream(holes).sum())
                + System.lineSeparator());
  }

  private static void assertFilled(String column, Object found, double expected) {
    switch (column) {
      case "colour", "member", "level" ->
          assertThat(found.toString())
              .isEqualTo(named.categories().get(column).name((int) expected));
      case "price" ->
          assertThat(found)
              .isEqualTo(BigDecimal.valueOf(expected).setScale(2, RoundingMode.HALF_EVEN));
      case "ratio" -> assertThat((Float) found).isCloseTo((float) expected, within(1e-5f));
      default -> assertThat((Double) found).isCloseTo(expected, within(1e-9));
    }
  }

  @Test
  void whatIsThereStays() {
    assertThat(filled).hasSameSizeAs(rows);
    for (int n = 0; n < rows.size(); n++) {
      Row before = rows.get(n);
      Row after = filled.get(n);
      for (String column : List.of("id", "note")) {
        assertThat(after.<Object>getAs(column)).isEqualTo(before.getAs(column));
      }
      for (String column : HoleyTable.SINGLE) {
        Object value = value(before, column);
        if (!isMissing(value)) {
          boolean whole = column.equals("count") || column.startsWith("steps");
          assertThat(value(after, column))
              .isEqualTo(whole ? (Object) ((Number) value).doubleValue() : value);
        }
      }
    }
    assertThat(filled.get(300).<String>getAs("colour")).isEqualTo("pink"); // none of the model's
    assertThat(rows.stream().map(row -> row.getAs("note")).filter(x -> x == null).count())
        .isEqualTo(151);
  }

  @Test
  void typesStayButForWholeNumbersThatAreNoCategories() {
    assertThat(filled.get(0).schema().simpleString())
        .isEqualTo(
            "struct<id:bigint,colour:string,size:double,count:double,ratio:float,note:string,"
                + "price:decimal(6,2),spot:vector,member:boolean,steps:array<double>,"
                + "level:bigint,component:int,posterior:array<double>,log_density:double>");
    int sparse = 0;
    for (int n = 0; n < rows.size(); n++) {
      Vector spot = rows.get(n).getAs("spot");
      Class<?> kind = spot instanceof SparseVector ? SparseVector.class : DenseVector.class;
      assertThat(filled.get(n).<Vector>getAs("spot")).isInstanceOf(kind);
      sparse += spot instanceof SparseVector ? 1 : 0;
    }
    assertThat(sparse).isBetween(50, 250);
  }

  /** The score is that of what a row has, not of what was filled in. */
  @Test
  void scoresAreThoseOfTheObservedValues() {
    Path plain = folder.resolve("plain");
    CommandRun without =
        command(
            "score",
            folder.resolve("more"),
            "input.invalid=missing",
            "output.path=" + plain,
            "score.model=" + model);
    assertThat(without.out()).isEqualTo("301 rows written to " + plain + System.lineSeparator());
    List<Row> unfilled = spark.read().parquet(plain.toString()).orderBy("id").collectAsList();
    assertThat(unfilled.get(0).schema().fieldIndex("count")).isEqualTo(3);
    assertThat(unfilled.get(0).schema().apply("count").dataType()).isEqualTo(DataTypes.IntegerType);
    for (int n = 0; n < rows.size(); n++) {
      for (String column : List.of("component", "posterior", "log_density")) {
        assertThat(filled.get(n).<Object>getAs(column)).isEqualTo(unfilled.get(n).getAs(column));
      }
      assertThat(unfilled.get(n).<Object>getAs("size")).isEqualTo(rows.get(n).getAs("size"));
    }
  }

  private static void fails(CommandRun failed, int code, String line) {
    assertThat(failed.err()).isEqualTo("entrosum: " + line + System.lineSeparator());
    assertThat(failed.code()).isEqualTo(code);
    assertThat(failed.out()).isEmpty();
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void columnsWithoutAMeanAreRefusedBeforeARowIsRead() {
    Path csv = CommandRun.write(folder.resolve("tail.csv"), "t,u\n1,2\n1000,3\n1000000,4\n,5\n");
    Path heavy = folder.resolve("heavy");
    String[] settings = {
      "input.format=csv", "input.options.header=true", "input.invalid=missing", "score.fill=true"
    };
    List<String> train = new ArrayList<>(List.of(settings));
    train.addAll(
        List.of(
            "model.components=1",
            "model.columns={t=\"pareto(minimum=1)\"}",
            "output.path=" + heavy));
    assertThat(command("train", csv, train.toArray(String[]::new)).code()).isZero();
    List<String> score = new ArrayList<>(List.of(settings));
    score.addAll(List.of("score.model=" + heavy, "output.path=" + folder.resolve("x")));
    CommandRun failed = command("score", csv, score.toArray(String[]::new));
    // 1 / shape is the mean of ln x: (0 + 3 + 6) ln 10 / 3
    double shape = 1 / (3 * Math.log(10));
    assertThat(failed.err())
        .startsWith(
            "entrosum: score.fill: column t cannot be filled in: pareto(minimum=1) with shape "
                + Double.toString(shape).substring(0, 10))
        .endsWith(
            " of component 0 has no finite mean (train it with another family, or set score.fill to"
                + " false)"
                + System.lineSeparator())
        .hasLineCount(1);
    assertThat(failed.code()).isEqualTo(2);
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void categoriesThatTheColumnCannotHoldAreRefused() {
    StructType other = replaced("colour", DataTypes.IntegerType);
    List<Row> ones =
        List.of(HoleyTable.row(0, 1, 1.0, 2, 1f, "1", Vectors.zeros(3), true, 1, 2, 1L));
    fails(
        score(
            write("ones", ones, other),
            "input.invalid=missing",
            "output.path=" + folder.resolve("x")),
        2,
        "score.fill: column colour is of type int, which the category blue of the model is no value"
            + " of (give the column the type that it had in training, or set score.fill to false)");
  }

  private static StructType replaced(String name, org.apache.spark.sql.types.DataType type) {
    StructType schema = new StructType();
    for (var field : HoleyTable.SCHEMA.fields()) {
      schema = schema.add(field.name(), field.name().equals(name) ? type : field.dataType());
    }
    return schema;
  }

  @Test
  void infiniteValuesAreErrorsStill() {
    List<Row> bad =
        List.of(
            HoleyTable.row(
                0, "red", null, 2, Float.POSITIVE_INFINITY, "1", Vectors.zeros(3), true, 1, 2, 1L));
    CommandRun failed =
        score(
            write("bad", bad, HoleyTable.SCHEMA),
            "input.invalid=missing",
            "output.path=" + folder.resolve("x"));
    assertThat(failed.err())
        .matches(
            "entrosum: row 1 of part-\\S+: column ratio is infinite \\(set input.invalid to skip\\)"
                + "\\R");
    assertThat(failed.code()).isEqualTo(3);
    assertThat(folder.resolve("x")).doesNotExist();
  }
}
