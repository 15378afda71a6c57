package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrosum.io.ModelFile;
import io.entrosum.io.ModelFolder;
import io.entrosum.model.Mixture;
import io.entrosum.model.MixtureScorer;
import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From generated rows to a model, and what the other commands make of it. */
class RoundTripIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static SparkSession spark;

  @TempDir static Path folder;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void train() {
    spark = SharedSpark.session();
    data = folder.resolve("data");
    model = folder.resolve("model");
    ok("generate", "blobs", "--rows", "2000", "--columns", "3", "--output", data.toString());
    ok(
        "train",
        "--set",
        "input.path=" + data,
        "--set",
        "input.format=parquet",
        "--set",
        "input.exclude=[label]",
        "--set",
        "model.components=3",
        "--set",
        "output.path=" + model);
  }

  private static String ok(String... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.err()).doesNotContain("entrosum:");
    assertThat(run.code()).isZero();
    return run.out();
  }

  private static CommandRun on(String command, Path input, String format, String... more) {
    String[] args = {
      command,
      "--model",
      model.toString(),
      "--set",
      "input.path=" + input,
      "--set",
      "input.format=" + format
    };
    String[] all = java.util.Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return CommandRun.of(all);
  }

  @Test
  void scoresAreThoseOfTheModel() throws IOException {
    Path scored = folder.resolve("scored");
    CommandRun run = on("score", data, "parquet", "--set", "output.path=" + scored);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("2,000 rows written to " + scored + System.lineSeparator());
    Dataset<Row> rows = spark.read().parquet(scored.toString());
    assertThat(rows.schema().simpleString())
        .isEqualTo(
            "struct<x0:double,x1:double,x2:double,label:int,component:int,posterior:array<double>,"
                + "log_density:double>");
    ModelFile file = ModelFolder.load(model);
    MixtureScorer scorer = ((Mixture) file.model()).scorer();
    long pairs = rows.select("label", "component").distinct().count();
    assertThat(pairs).isEqualTo(3); // blobs that are ten standard deviations apart
    List<Row> all = rows.collectAsList();
    assertThat(all).hasSize(2000);
    for (Row row : all) {
      MixtureScorer.Score score =
          scorer.score(new double[] {row.getDouble(0), row.getDouble(1), row.getDouble(2)});
      assertThat(row.getInt(4)).isEqualTo(score.component());
      assertThat(row.getDouble(6)).isCloseTo(score.logDensity(), within(1e-9));
      List<Double> posterior = row.getList(5);
      for (int c = 0; c < 3; c++) {
        assertThat(posterior.get(c)).isCloseTo(score.posterior()[c], within(1e-12));
      }
    }
  }

  @Test
  void evaluationOfTheTrainingDataIsTheSummary() throws IOException {
    CommandRun run = on("evaluate", data, "parquet");
    assertThat(run.err()).isEmpty();
    JsonNode evaluated = JSON.readTree(run.out());
    JsonNode summary = JSON.readTree(Files.readString(model.resolve("summary.json")));
    for (String key :
        List.of("bound", "logLikelihood", "entropySum", "gap", "aic", "bic", "icl", "rows")) {
      assertThat(evaluated.path(key).asDouble())
          .as(key)
          .isCloseTo(
              summary.path(key).asDouble(),
              within(1e-9 * Math.max(1, Math.abs(summary.path(key).asDouble()))));
    }
    assertThat(evaluated.path("skippedRows").asInt()).isZero();
    assertThat(evaluated.path("totalWeight").asDouble()).isEqualTo(2000);
    assertThat(evaluated.path("entropies").size()).isEqualTo(4);
  }

  @Test
  void vectorColumnsAreFoundByTheirElements() throws IOException {
    Path vectors = folder.resolve("vectors");
    spark
        .read()
        .parquet(data.toString())
        .selectExpr("array(x0, x1, x2) as x", "label")
        .write()
        .parquet(vectors.toString());
    Path fitted = folder.resolve("vector-model");
    ok(
        "train",
        "--set",
        "input.path=" + vectors,
        "--set",
        "input.format=parquet",
        "--set",
        "input.exclude=[label]",
        "--set",
        "model.components=3",
        "--set",
        "output.path=" + fitted);
    assertThat(ModelFolder.load(fitted).columns()).containsExactly("x[0]", "x[1]", "x[2]");
    String out =
        ok(
            "evaluate",
            "--model",
            fitted.toString(),
            "--set",
            "input.path=" + vectors,
            "--set",
            "input.format=parquet");
    assertThat(JSON.readTree(out).path("rows").asInt()).isEqualTo(2000);
    Path samples = folder.resolve("vector-samples");
    ok("generate", "--model", fitted.toString(), "--rows", "10", "--output", samples.toString());
    assertThat(spark.read().parquet(samples.toString()).columns())
        .containsExactly("x[0]", "x[1]", "x[2]", "component");
  }

  @Test
  void missingColumnsAreNamed() {
    Path other = folder.resolve("other.csv");
    CommandRun.write(other, "x0,x_1,x2,component\n1,2,3,4\n");
    String[] header = {"--set", "input.options.header=true"};
    CommandRun run = on("evaluate", other, "csv", header);
    assertThat(run.err())
        .isEqualTo(
            "entrosum: input.features: no column x1, did you mean x0? (columns: x0, x_1, x2,"
                + " component)"
                + System.lineSeparator());
    assertThat(run.code()).isEqualTo(2);
    CommandRun taken =
        on(
            "score",
            other,
            "csv",
            "--set",
            "input.options.header=true",
            "--set",
            "output.path=" + folder.resolve("none"));
    assertThat(taken.err())
        .isEqualTo(
            "entrosum: input: has a column component already, which score adds (rename it, or leave"
                + " it out with input.query)"
                + System.lineSeparator());
    assertThat(taken.code()).isEqualTo(2);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void invalidRowsAreRefusedOrLeftOut() {
    StringBuilder csv = new StringBuilder("x0,x1,x2,name\n");
    for (int i = 0; i < 1000; i++) {
      csv.append(i % 7 == 3 ? "NaN" : "1." + i).append(",0.5,0.25,row").append(i).append('\n');
    }
    Path file = CommandRun.write(folder.resolve("gaps.csv"), csv.toString());
    Path scored = folder.resolve("scored-gaps");
    String[] settings = {
      "--set", "input.options.header=true", "--set", "output.path=" + scored, "--set", ""
    };
    settings[5] = "input.invalid=fail";
    CommandRun failed = on("score", file, "csv", settings);
    assertThat(failed.err())
        .isEqualTo(
            "entrosum: row 4 of gaps.csv: column x0 is NaN (set input.invalid to skip or missing)"
                + System.lineSeparator());
    assertThat(failed.code()).isEqualTo(3);
    assertThat(scored).doesNotExist();

    settings[5] = "input.invalid=skip";
    CommandRun run = on("score", file, "csv", settings);
    assertThat(run.err())
        .isEqualTo("entrosum: warning: 143 rows left out as invalid" + System.lineSeparator());
    assertThat(run.out()).startsWith("857 rows written to ");
    Dataset<Row> rows = spark.read().parquet(scored.toString());
    assertThat(rows.where("isnan(x0)").count()).isZero();
    assertThat(rows.where("name = concat('row', substring(string(x0), 3))").count())
        .isGreaterThan(700); // 1.10 reads as 1.1
  }

  @Test
  void inspectShowsTheModel() throws IOException {
    String table = ok("inspect", model.toString());
    assertThat(table)
        .startsWith("mixture of 3 gaussians, full covariance, 3 columns, 29 free parameters")
        .contains("columns    x0, x1, x2", "trained    on 2,000 rows, CONVERGED after ");
    JsonNode json = JSON.readTree(ok("inspect", "--json", model.toString()));
    assertThat(json.path("tensors").toString())
        .isEqualTo("{\"weights\":[3],\"means\":[3,3],\"covariances\":[3,3,3]}");
    assertThat(json.path("means").get(2).size()).isEqualTo(3);
    assertThat(json.has("covariances")).isFalse();
    assertThat(json.path("summary").path("rows").asInt()).isEqualTo(2000);
    JsonNode full = JSON.readTree(ok("inspect", "--json", "--full", model.toString()));
    assertThat(full.path("covariances").get(1).get(2).get(2).asDouble()).isCloseTo(1, within(.2));
    assertThat(ok("inspect", model.resolve("model.safetensors").toString()))
        .startsWith("mixture of 3 gaussians");
  }

  @Test
  void damagedModelsAreRefused() throws IOException {
    Path copy = folder.resolve("copy");
    for (String name : model.toFile().list()) {
      CommandRun.write(copy.resolve(name), "");
      Files.write(copy.resolve(name), Files.readAllBytes(model.resolve(name)));
    }
    Path file = copy.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(file);

    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    refused(
        copy,
        file
            + ": must have "
            + bytes.length
            + " bytes by MANIFEST.json but has "
            + (bytes.length - 1)
            + " (copy the whole folder again, or train again)");

    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    CommandRun run = CommandRun.of("inspect", copy.toString());
    assertThat(run.err())
        .matches(
            "entrosum: \\S+model.safetensors: must have the SHA-256 [0-9a-f]{64} by MANIFEST.json"
                + " but has [0-9a-f]{64} \\(the file is damaged or was replaced: copy the whole"
                + " folder again, or train again\\)\\R");
    assertThat(run.code()).isEqualTo(3);

    Files.delete(copy.resolve("MANIFEST.json"));
    refused(
        copy,
        copy
            + ": has no MANIFEST.json, and a folder without a complete manifest is not a model (its"
            + " training has not finished, or it was copied in part: train or copy it again)");
  }

  private static void refused(Path copy, String line) {
    for (String command : List.of("evaluate", "score")) {
      CommandRun run =
          CommandRun.of(
              command,
              "--model",
              copy.toString(),
              "--set",
              "input.path=" + data,
              "--set",
              "output.path=" + folder.resolve("none"));
      assertThat(run.err()).isEqualTo("entrosum: " + line + System.lineSeparator());
      assertThat(run.code()).isEqualTo(3);
    }
  }

  @Test
  void generatedRowsDoNotDependOnPartitions() {
    List<String> one = generated("1", "blobs", "--rows", "500", "--offset", "5", "--seed", "3");
    List<String> seven = generated("7", "blobs", "--rows", "500", "--offset", "5", "--seed", "3");
    assertThat(seven).isEqualTo(one).hasSize(500).doesNotHaveDuplicates();
    String[] samples = {"--model", model.toString(), "--rows", "500"};
    assertThat(generated("7", samples)).isEqualTo(generated("2", samples)).doesNotHaveDuplicates();
  }

  private static List<String> generated(String partitions, String... args) {
    Path out = folder.resolve("generated");
    String[] more = {
      "--partitions", partitions, "--format", "csv", "--mode", "overwrite", "--output", "" + out
    };
    String[] all = new String[1 + args.length + more.length];
    all[0] = "generate";
    System.arraycopy(args, 0, all, 1, args.length);
    System.arraycopy(more, 0, all, 1 + args.length, more.length);
    ok(all);
    Dataset<Row> rows = spark.read().option("header", true).csv(out.toString());
    assertThat(rows.javaRDD().getNumPartitions()).isPositive();
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @Test
  void samplesOfAModelHaveItsDensity() throws IOException {
    Path samples = folder.resolve("samples");
    ok("generate", "--model", model.toString(), "--rows", "20000", "--output", "" + samples);
    assertThat(spark.read().parquet(samples.toString()).columns())
        .containsExactly("x0", "x1", "x2", "component");
    CommandRun run = on("evaluate", samples, "parquet");
    JsonNode evaluated = JSON.readTree(run.out());
    JsonNode summary = JSON.readTree(Files.readString(model.resolve("summary.json")));
    // Mean log densities with a standard deviation of sqrt(D / 2) a row: five standard errors of
    // each.
    assertThat(evaluated.path("bound").asDouble())
        .isCloseTo(
            summary.path("bound").asDouble(),
            within(5 * Math.sqrt(1.5) * (1 / Math.sqrt(20_000) + 1 / Math.sqrt(2_000))));
  }
}
