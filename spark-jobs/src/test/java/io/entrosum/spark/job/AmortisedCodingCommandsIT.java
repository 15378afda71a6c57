package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrosum.io.InvalidModelException;
import io.entrosum.spark.SharedSpark;
import io.entrosum.spark.ml.SparseCodingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Amortised sparse coding by the commands, on bars. */
class AmortisedCodingCommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int EPOCHS = 20;

  @TempDir static Path folder;
  private static SparkSession spark;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void train() {
    spark = SharedSpark.session();
    Path drawn = folder.resolve("bars");
    CommandRun bars =
        CommandRun.of("generate", "bars", "--rows", "600", "--set", "output.path=" + drawn);
    assertThat(bars.code()).as(bars.err()).isZero();
    data = folder.resolve("features"); // without the latents that made them
    spark.read().parquet(drawn.toString()).select("features").write().parquet(data.toString());
    model = folder.resolve("model");
    CommandRun run = run("train", model);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "sparse coding, 10 latent dimensions, 25 columns, amortised posteriors",
            "encoder    20 relu, posteriors of rank 2",
            "Gini coefficient",
            "columns with the largest entries");
    assertThat(run.err()).contains("iteration  20  bound ");
  }

  private static CommandRun run(String command, Path output, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "input.path=" + data,
                "input.format=parquet",
                "input.partitions=2",
                "input.features=[features]",
                "model.type=sparse-coding",
                "model.posterior=amortised",
                "model.posterior-rank=2",
                "model.latent-dimensions=10",
                "model.encoder.layers=[20]",
                "training.batch-rows=50",
                "training.learning-rate=0.005",
                "training.max-iterations=" + EPOCHS,
                "output.path=" + output));
    all.addAll(List.of(settings));
    List<String> args = new ArrayList<>(List.of(command));
    all.forEach(setting -> args.addAll(List.of("--set", setting)));
    return CommandRun.of(args.toArray(new String[0]));
  }

  private static JsonNode summary(Path of) throws IOException {
    return JSON.readTree(Files.readAllBytes(of.resolve("summary.json")));
  }

  @Test
  void summaryAndReportAreThoseOfSparseCoding() throws IOException {
    JsonNode summary = summary(model);
    assertThat(summary.path("posterior").asText()).isEqualTo("amortised");
    assertThat(summary.path("posteriorRank").asInt()).isEqualTo(2);
    assertThat(summary.path("parameters").asInt()).isEqualTo(251);
    assertThat(summary.path("logLikelihood").isNull()).isTrue();
    double bound = summary.path("bound").asDouble();
    assertThat(summary.path("entropySum").asDouble()).isCloseTo(bound, within(1e-9));
    assertThat(summary.path("gini").asDouble()).isBetween(0.0, 1.0);
    List<String> trace = Files.readAllLines(model.resolve("trace.jsonl"));
    assertThat(trace).hasSize(EPOCHS);
    assertThat(bound).isGreaterThan(JSON.readTree(trace.get(0)).path("bound").asDouble());
    assertThat(Files.readString(model.resolve("report.html")))
        .contains("The dictionary by falling");
  }

  @Test
  void stagesOfSparkMlRefuseIt() {
    assertThatThrownBy(() -> SparseCodingModel.fromFolder(model.toString()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("has amortised posteriors, which stages of Spark ML do not have (");
  }

  @Test
  void scoresAreThoseOfTheNetwork() throws IOException {
    for (String codes : List.of("mean", "map")) {
      Path scored = folder.resolve("scored-" + codes);
      CommandRun run =
          run(
              "score",
              scored,
              "score.model=" + model,
              "score.reconstruction=true",
              "score.codes=" + codes);
      assertThat(run.code()).as(run.err()).isZero();
      List<Row> rows = spark.read().parquet(scored.toString()).collectAsList();
      assertThat(rows).hasSize(600);
      double sum = 0;
      for (Row row : rows) {
        assertThat(row.getList(row.fieldIndex("latent"))).hasSize(10);
        assertThat(row.getList(row.fieldIndex("latent_deviation"))).hasSize(10);
        assertThat(row.getList(row.fieldIndex("reconstruction"))).hasSize(25);
        sum += row.getDouble(row.fieldIndex("bound"));
      }
      double bound = summary(model).path("bound").asDouble();
      assertThat(sum / 600).isCloseTo(bound, within(5e-6 * Math.abs(bound)));
    }
  }

  /** The figures beside the bound: a search for every row is not below a diagonal network. */
  @Test
  void evaluationTellsTheAmortisationGap() throws IOException {
    Path diagonal = folder.resolve("diagonal");
    CommandRun trained = run("train", diagonal, "model.posterior-rank=0");
    assertThat(trained.code()).as(trained.err()).isZero();
    CommandRun run = run("evaluate", folder.resolve("unused"), "score.model=" + diagonal);
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode found = JSON.readTree(run.out());
    double bound = summary(diagonal).path("bound").asDouble();
    assertThat(found.path("bound").asDouble()).isCloseTo(bound, within(5e-6 * Math.abs(bound)));
    assertThat(found.path("amortisationGap").asDouble())
        .isCloseTo(
            found.path("diagonalBound").asDouble() - found.path("bound").asDouble(), within(1e-9))
        .isPositive();
  }

  @Test
  void modelIsDrawnFromAndInspected() {
    Path drawn = folder.resolve("drawn");
    CommandRun run =
        CommandRun.of(
            "generate",
            "--model",
            model.toString(),
            "--rows",
            "50",
            "--set",
            "output.path=" + drawn);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(spark.read().parquet(drawn.toString()).collectAsList()).hasSize(50);
    Path fields = folder.resolve("fields.png");
    CommandRun inspected =
        CommandRun.of("inspect", model.toString(), "--fields", fields.toString());
    assertThat(inspected.code()).as(inspected.err()).isZero();
    assertThat(inspected.out()).contains("amortised posteriors", "of 10 are like Gabor functions");
    assertThat(fields).isNotEmptyFile();
  }

  @Test
  void trainingGoesOnFromIt() throws IOException {
    double before = summary(model).path("bound").asDouble();
    Path further = folder.resolve("further");
    CommandRun amortised =
        run("train", further, "training.init=model", "training.initial-model=" + model);
    assertThat(amortised.code()).as(amortised.err()).isZero();
    assertThat(summary(further).path("bound").asDouble()).isGreaterThan(before);
    Path searched = folder.resolve("searched");
    List<String> args = new ArrayList<>(List.of("train"));
    for (String setting :
        List.of(
            "input.path=" + data,
            "input.format=parquet",
            "input.features=[features]",
            "model.type=sparse-coding",
            "model.latent-dimensions=10",
            "training.init=model",
            "training.initial-model=" + model,
            "training.max-iterations=5",
            "output.path=" + searched)) {
      args.addAll(List.of("--set", setting));
    }
    CommandRun full = CommandRun.of(args.toArray(new String[0]));
    assertThat(full.code()).as(full.err()).isZero();
    assertThat(summary(searched).path("bound").asDouble()).isGreaterThan(before);
    CommandRun back =
        run(
            "train",
            folder.resolve("x"),
            "training.init=model",
            "training.initial-model=" + searched);
    assertThat(back.code()).isEqualTo(2);
    assertThat(back.err())
        .contains(
            "training.initial-model: must have amortised posteriors for model.posterior ="
                + " amortised but has full ones");
  }

  @Test
  void theSameBitsComeOfTheSameSeedWithCheckpointsOrWithout() throws IOException {
    Path one = folder.resolve("one");
    CommandRun first =
        run("train", one, "training.max-iterations=10", "training.checkpoint-interval=5");
    assertThat(first.code()).as(first.err()).isZero();
    Path two = folder.resolve("two");
    CommandRun second = run("train", two, "training.max-iterations=10");
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(Files.readAllBytes(one.resolve("model.safetensors")))
        .isEqualTo(Files.readAllBytes(two.resolve("model.safetensors")));
  }

  @Test
  void selectDoesNotTryIt() {
    CommandRun run = run("select", folder.resolve("x"), "select.latent-dimensions=[5, 10]");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("model.posterior: must be full or diagonal for select but was amortised");
  }
}
