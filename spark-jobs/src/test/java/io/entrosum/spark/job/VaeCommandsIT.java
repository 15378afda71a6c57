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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An autoencoder by the commands, on the digits of the examples. */
class VaeCommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String INPUT = "input.path=../conf/examples/data/digits.csv.gz";

  @TempDir static Path folder;
  private static SparkSession spark;
  private static Path model;

  @BeforeAll
  static void train() {
    spark = SharedSpark.session();
    model = folder.resolve("model");
    CommandRun run = run("train", model, "training.max-iterations=30");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "vae with 8 latent dimensions, gaussian columns, encoder 64-32 relu, decoder 32-64 relu",
            "logLikelihood  at least -",
            "noise      deviation ",
            " of 8 active; a collapsed one has 1.4189 nats");
    assertThat(run.err()).contains("iteration  30  bound ");
  }

  private static CommandRun run(String command, Path output, String... settings) {
    List<String> args =
        new ArrayList<>(List.of(command, "--config", "../conf/examples/digits-vae.conf"));
    List<String> all = new ArrayList<>(List.of(INPUT, "output.path=" + output));
    all.addAll(List.of(settings));
    all.forEach(setting -> args.addAll(List.of("--set", setting)));
    return CommandRun.of(args.toArray(new String[0]));
  }

  private static JsonNode summary(Path of) throws IOException {
    return JSON.readTree(Files.readAllBytes(of.resolve("summary.json")));
  }

  /** With s2 and alpha in closed form the bound is the sum of entropies. */
  @Test
  void summaryHasTheEntropies() throws IOException {
    JsonNode summary = summary(model);
    assertThat(summary.path("iterations").asInt()).isEqualTo(30);
    double bound = summary.path("bound").asDouble();
    assertThat(summary.path("entropySum").asDouble()).isCloseTo(bound, within(1e-9));
    assertThat(summary.path("gap").asDouble()).isCloseTo(0, within(1e-9));
    assertThat(summary.path("logLikelihood").isNull()).isTrue();
    assertThat(summary.path("encoderEntropies")).hasSize(8);
    assertThat(summary.path("activeLatents").asInt()).isBetween(1, 8);
    List<String> trace = Files.readAllLines(model.resolve("trace.jsonl"));
    assertThat(trace).hasSize(30);
    double first = JSON.readTree(trace.get(0)).path("bound").asDouble();
    assertThat(bound).isGreaterThan(first + 10);
    assertThat(Files.readString(model.resolve("report.html")))
        .contains("The mean entropy of the posterior of each latent")
        .contains("what the decoder makes of its posterior mean");
  }

  @Test
  void scoresAreLatentsBoundAndReconstruction() throws IOException {
    Path scored = folder.resolve("scored");
    CommandRun run = run("score", scored, "score.model=" + model, "score.reconstruction=true");
    assertThat(run.code()).as(run.err()).isZero();
    List<Row> rows = spark.read().parquet(scored.toString()).collectAsList();
    assertThat(rows).hasSize(1797);
    double sum = 0;
    for (Row row : rows) {
      assertThat(row.getList(row.fieldIndex("latent"))).hasSize(8);
      assertThat(row.getList(row.fieldIndex("latent_deviation"))).hasSize(8);
      assertThat(row.getList(row.fieldIndex("reconstruction"))).hasSize(64);
      sum += row.getDouble(row.fieldIndex("bound"));
    }
    assertThat(sum / rows.size()).isCloseTo(summary(model).path("bound").asDouble(), within(1e-4));
  }

  @Test
  void evaluationOfTheSameRowsGivesTheSameBound() throws IOException {
    CommandRun run = run("evaluate", folder.resolve("unused"), "score.model=" + model);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(JSON.readTree(run.out()).path("bound").asDouble())
        .isCloseTo(summary(model).path("bound").asDouble(), within(1e-4));
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
    List<Row> rows = spark.read().parquet(drawn.toString()).collectAsList();
    assertThat(rows).hasSize(50);
    assertThat(rows.get(0).size()).isEqualTo(64);
    CommandRun inspected = CommandRun.of("inspect", model.toString());
    assertThat(inspected.code()).as(inspected.err()).isZero();
    assertThat(inspected.out()).contains("vae with 8 latent dimensions", "variance of the prior");
  }

  @Test
  void sameSeedGivesTheSameBits() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    for (Path path : List.of(one, two)) {
      CommandRun run = run("train", path, "training.max-iterations=3");
      assertThat(run.code()).as(run.err()).isZero();
    }
    assertThat(Files.readAllBytes(one.resolve("model.safetensors")))
        .isEqualTo(Files.readAllBytes(two.resolve("model.safetensors")));
  }

  @Test
  void keysThatMeanNothingAreRefused() {
    CommandRun other = run("train", folder.resolve("x"), "model.rotation=varimax");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("model.rotation: means nothing for type = vae");
    CommandRun noise = run("train", folder.resolve("x"), "model.noise-variance=2");
    assertThat(noise.code()).isEqualTo(2);
    assertThat(noise.err()).contains("model.noise-variance: needs model.variances = fixed");
    CommandRun layer = run("train", folder.resolve("x"), "model.encoder.layers=[0]");
    assertThat(layer.code()).isEqualTo(2);
    assertThat(layer.err()).contains("layers: widths must be >= 1");
    CommandRun bernoulli = run("train", folder.resolve("x"), "model.observables=bernoulli");
    assertThat(bernoulli.code()).as(bernoulli.err()).isEqualTo(3);
    assertThat(bernoulli.err()).contains("observables = bernoulli need values from 0 to 1");
  }
}
