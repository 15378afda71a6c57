package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sigmoid belief networks by the commands, on the digits in black and white. */
class SigmoidBeliefIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONFIG = "../conf/examples/digits-belief.conf";
  private static final String DATA = "../conf/examples/data/digits-binary.csv.gz";

  @TempDir static Path folder;
  private static SparkSession spark;
  private static Path model;

  @BeforeAll
  static void train() {
    spark = SharedSpark.session();
    model = folder.resolve("model");
    CommandRun run = run("train", model, "training.max-iterations=12");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "sigmoid belief network, layers of [50] latents, 64 columns, posteriors truncated to 40"
                + " states, 3,314 free parameters",
            "logLikelihood  at least -",
            "explain ");
  }

  private static CommandRun run(String command, Path output, String... settings) {
    List<String> args =
        new ArrayList<>(List.of(command, "--config", CONFIG, "--set", "input.path=" + DATA));
    args.addAll(List.of("--set", "output.path=" + output));
    for (String setting : settings) {
      args.addAll(List.of("--set", setting));
    }
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static JsonNode summary(Path of) throws IOException {
    return JSON.readTree(of.resolve("summary.json").toFile());
  }

  private static void refused(CommandRun run, String message) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  void theSummarySaysWhatWasFound() throws IOException {
    JsonNode summary = summary(model);
    assertThat(summary.get("model").asText()).isEqualTo("sigmoid-belief-network");
    assertThat(summary.get("posterior").asText()).isEqualTo("truncated");
    assertThat(summary.get("posteriorStates").asInt()).isEqualTo(40);
    assertThat(summary.get("layers").get(0).asInt()).isEqualTo(50);
    assertThat(summary.get("logLikelihood").isNull()).isTrue();
    assertThat(summary.get("bound").asDouble())
        .isGreaterThan(summary.get("independentColumns").asDouble() + 5);
    assertThat(Files.readString(model.resolve("report.html")))
        .contains("Weights", "Rows, and how probable the model makes each column");
  }

  @Test
  void scoresAddUpToTheBound() throws IOException {
    Path scored = folder.resolve("scored");
    CommandRun run = run("score", scored, "score.model=" + model, "score.reconstruction=true");
    assertThat(run.code()).as(run.err()).isZero();
    Dataset<Row> rows = spark.read().parquet(scored.toString());
    assertThat(rows.count()).isEqualTo(1797);
    double bound = rows.agg(functions.avg("bound")).first().getDouble(0);
    // sought from nothing here, and from what earlier passes found in training: .007 apart
    assertThat(bound).isCloseTo(summary(model).get("bound").asDouble(), within(.05));
    Row row = rows.first();
    assertThat(row.getList(row.fieldIndex("latent"))).hasSize(50);
    assertThat(row.getList(row.fieldIndex("reconstruction")))
        .hasSize(64)
        .allMatch(p -> (double) p > 0 && (double) p < 1);
  }

  @Test
  void rowsCanBeDrawn() {
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
    Dataset<Row> rows = spark.read().parquet(drawn.toString());
    assertThat(rows.count()).isEqualTo(50);
    assertThat(rows.filter("_c20 not in (0.0, 1.0)").count()).isZero();
    assertThat(rows.filter("_c20 = 1.0").count()).isPositive();
  }

  @Test
  void exactPosteriorsGiveTheLogLikelihoodAndSeveralLayersWork() throws IOException {
    Path exact = folder.resolve("exact");
    CommandRun run =
        run(
            "train",
            exact,
            "model.latent-dimensions=5",
            "model.upper-layers=[2]",
            "model.posterior=exact",
            "model.method=em",
            "training.max-iterations=5");
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode summary = summary(exact);
    assertThat(summary.get("logLikelihood").asDouble())
        .isCloseTo(1797 * summary.get("bound").asDouble(), within(1e-6));
    assertThat(summary.get("layers").size()).isEqualTo(2);
    CommandRun inspected = CommandRun.of("inspect", exact.toString());
    assertThat(inspected.out()).contains("layers of [5, 2] latents", "exact posteriors");
  }

  @Test
  void numbersOfLatentsAreCompared() throws IOException {
    Path selected = folder.resolve("selected");
    CommandRun run =
        run(
            "select",
            selected,
            "select.latent-dimensions=[1, 4]",
            "model.posterior=exact",
            "training.max-iterations=30");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(summary(selected).get("layers").get(0).asInt()).isEqualTo(4);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Path nothing = folder.resolve("nothing");
    refused(
        run("train", nothing, "model.posterior=exact"),
        "model.latent-dimensions: must be at most 16 in all for posterior = exact, which goes over"
            + " all states, but was 50 (posterior = truncated)");
    refused(
        run("train", nothing, "model.method=em"),
        "model.method: must be quasi-newton for posterior = truncated but was em");
    refused(
        run("train", nothing, "model.upper-layers=[5, 0]"),
        "model.upper-layers: must be a list of whole numbers from 1 to 65536 but one was 0");
    refused(
        run("train", nothing, "model.posterior=mean-field", "model.posterior-states=3"),
        "model.posterior-states: means nothing for model.posterior = mean-field");
    refused(
        run("train", nothing, "model.type=mixture", "model.latent-dimensions=null"),
        "means nothing for type = mixture");
    CommandRun grey = run("train", nothing, "input.path=../conf/examples/data/digits.csv.gz");
    assertThat(grey.code()).isEqualTo(3);
    assertThat(grey.err()).contains("column _c2 is 5; must be 0 or 1");
    assertThat(nothing).doesNotExist();
  }
}
