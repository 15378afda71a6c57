package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that cannot be used gets its one line and exit code, and leaves no output. */
class BadDataIT {
  private final SparkSession spark = SharedSpark.session();

  @TempDir Path folder;

  @BeforeEach
  @AfterEach
  void nothingIsCached() {
    assertThat(spark.sparkContext().getPersistentRDDs().isEmpty()).isTrue();
  }

  private CommandRun train(String csv, String... settings) {
    Path file = CommandRun.write(folder.resolve("data.csv"), csv);
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--set",
                "input.path=" + file,
                "--set",
                "input.options.header=true",
                "--set",
                "output.path=" + folder.resolve("model")));
    for (String setting : settings) {
      args.add("--set");
      args.add(setting);
    }
    return CommandRun.of(args.toArray(String[]::new));
  }

  private void fails(CommandRun run, int code, String line) {
    assertThat(run.error()).isEqualTo("entrosum: " + line);
    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).doesNotContain("\tat ");
    assertThat(folder.toFile().list()).containsExactly("data.csv");
  }

  private static final String GOOD = "eruptions,waiting,name\n3.6,79,a\n1.8,54,b\n3.3,74,c\n";

  @Test
  void unknownColumn() {
    fails(
        train(GOOD, "input.features=[eruptions, waitin]"),
        2,
        "input.features: no column waitin, did you mean waiting? (columns: eruptions, waiting,"
            + " name)");
    fails(
        train(GOOD, "input.exclude=[nme]"),
        2,
        "input.exclude: no column nme, did you mean name? (columns: eruptions, waiting, name)");
    fails(
        train(GOOD, "input.weight=weight"),
        2,
        "input.weight: no column weight (columns: eruptions, waiting, name)");
  }

  @Test
  void wrongType() {
    fails(
        train(GOOD, "input.features=[eruptions, name]"),
        2,
        "input.features: column name is of type string; features are numbers, vectors or arrays"
            + " of numbers (model.columns { name = categorical } makes it one)");
    fails(
        train(GOOD, "input.weight=name"),
        2,
        "input.weight: column name is of type string, not a number");
    fails(train("a,b\nx,y\n"), 2, "input.features: no numeric column among [a, b]");
  }

  @Test
  void mixedVectorLengths() {
    Path parquet = folder.resolve("arrays");
    spark
        .sql("select array(1.0D, 2.0D) v union all select array(1.0D, 2.0D, 3.0D)")
        .coalesce(1)
        .write()
        .parquet(parquet.toString());
    CommandRun run =
        CommandRun.of(
            "train",
            "--set",
            "input.path=" + parquet,
            "--set",
            "input.format=parquet",
            "--set",
            "output.path=" + folder.resolve("model"));
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.error())
        .matches(
            "entrosum: row 2 of part-00000-\\S+\\.parquet: column v has 3 elements, in the first row"
                + " it has 2; all rows need the same number");
  }

  @Test
  void valuesThatAreNone() {
    fails(
        train("a,b\n1,2\n3,\n5,6\n"),
        3,
        "row 2 of data.csv: column b is null (set input.invalid to skip or missing)");
    fails(
        train("a,b\n1,2\n3,4\nNaN,6\n"),
        3,
        "row 3 of data.csv: column a is NaN (set input.invalid to skip or missing)");
    fails(
        train("a,b\n1,2\n3,-Inf\n5,6\n"),
        3,
        "row 2 of data.csv: column b is minus infinite (set input.invalid to skip)");
  }

  @Test
  void oneBadRowOfMillionsIsFoundOrCounted() {
    String query =
        "input.query=select if(id = 2345678, double('NaN'), sin(id)) as a, cos(id) as b"
            + " from range(0, 3000000, 1, 4)";
    String output = "output.path=" + folder.resolve("model");
    CommandRun refused = CommandRun.of("train", "--set", query, "--set", output);
    assertThat(refused.error())
        .isEqualTo(
            "entrosum: row 95679 of partition 3: column a is NaN (set input.invalid to skip or"
                + " missing)");
    assertThat(refused.code()).isEqualTo(3);
    assertThat(folder).isEmptyDirectory();
    CommandRun skipped =
        CommandRun.of(
            "train",
            "--set",
            query,
            "--set",
            output,
            "--set",
            "input.invalid=skip",
            "--set",
            "training.max-iterations=2");
    assertThat(skipped.code()).as(skipped.err()).isZero();
    assertThat(skipped.err()).contains("read 2,999,999 rows (1 skipped)");
  }

  @Test
  void noRows() {
    fails(train(""), 3, "the input has no rows");
    fails(train("a,b\n"), 3, "the input has no rows");
    fails(
        train("a,b\nNaN,1.5\nNaN,1\n", "input.invalid=skip"),
        3,
        "the input has no usable rows: all 2 were skipped as invalid");
  }

  @Test
  void fewerDistinctRowsThanComponents() {
    fails(
        train("a,b\n1,2\n1,2\n3,4\n3,4\n", "model.components=3"),
        3,
        "only 2 distinct rows for 3 components; use at most 2 components");
  }

  @Test
  void weights() {
    fails(
        train("a,w\n1,1\n2,-0.5\n3,1\n", "input.weight=w"),
        3,
        "row 2 of data.csv: weight column w is -0.5; weights must be >= 0");
    fails(
        train("a,w\n1,0\n2,0\n3,0\n", "input.weight=w"),
        3,
        "all 3 row weights are zero; at least one must be positive");
  }

  @Test
  void sourcesThatCannotBeRead() {
    fails(
        train(GOOD, "input.format=parqet"),
        2,
        "input.format: no data source parqet (csv, parquet, orc, json, libsvm, or one whose jar is"
            + " on the class path)");
    CommandRun run = train(GOOD, "input.format=parquet");
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .startsWith(
            "entrosum: input.path: cannot read " + folder.resolve("data.csv") + " as parquet: ")
        .hasLineCount(1);
    CommandRun table = train(GOOD, "input.path=null", "input.table=no_such_table");
    assertThat(table.code()).isEqualTo(2);
    assertThat(table.err())
        .startsWith("entrosum: input.table: ")
        .contains("no_such_table")
        .hasLineCount(1);
    CommandRun query = train(GOOD, "input.path=null", "input.query=selec 1");
    assertThat(query.code()).isEqualTo(2);
    assertThat(query.err()).startsWith("entrosum: input.query: ").hasLineCount(1);
  }
}
