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
import java.util.Locale;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of counts, durations, categories and measurements, from a file to scored rows. */
class MixedTableIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HEAD = "visits,wait,colour,size,weight,kind\n";
  private static final String FAMILIES =
      "model.columns={visits=poisson, wait=gamma, colour=categorical}";
  private static final int ROWS = 600;

  /** The gap shrinks like the distance from the optimum, changes of the bound like its square. */
  private static final List<String> TO_THE_END =
      List.of("training.tolerance=1e-12", "training.max-iterations=3000");

  private static SparkSession spark;

  @TempDir static Path folder;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void train() {
    spark = SharedSpark.session();
    data = CommandRun.write(folder.resolve("table.csv"), HEAD + rows(new Random(3), ROWS));
    model = folder.resolve("model");
    CommandRun run = train(data, model);
    assertThat(run.err()).doesNotContain("entrosum:");
    assertThat(run.code()).isZero();
  }

  /** Two kinds: many visits, short waits, mostly red, large; few, long, mostly blue, small. */
  private static String rows(Random random, int n) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < n; i++) {
      int kind = random.nextInt(3) == 0 ? 1 : 0;
      double limit = Math.exp(kind == 0 ? -12 : -2);
      int visits = 0;
      for (double p = random.nextDouble(); p > limit; p *= random.nextDouble()) {
        visits++;
      }
      double wait = -(Math.log(random.nextDouble()) + Math.log(random.nextDouble()));
      double u = random.nextDouble();
      String colour = u < .1 ? "green" : u < .8 == (kind == 0) ? "red" : "blue";
      double common = random.nextGaussian();
      rows.append(
          String.format(
              Locale.ROOT,
              "%d,%.6f,%s,%.6f,%.6f,%d%n",
              visits,
              wait * (kind == 0 ? 1 : 5),
              colour,
              (kind == 0 ? 4 : 0) + common,
              (kind == 0 ? 1 : 0) + common + random.nextGaussian(),
              kind));
    }
    return rows.toString();
  }

  private static CommandRun run(String command, Path input, String... settings) {
    List<String> args =
        new ArrayList<>(
            List.of(
                command,
                "--set",
                "input.path=" + input,
                "--set",
                "input.options.header=true",
                "--set",
                "input.exclude=[kind]"));
    for (String setting : settings) {
      args.add(setting.startsWith("--") ? setting.split(" ", 2)[0] : "--set");
      args.add(setting.startsWith("--") ? setting.split(" ", 2)[1] : setting);
    }
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static CommandRun train(Path input, Path output, String... more) {
    List<String> settings =
        new ArrayList<>(List.of(FAMILIES, "output.path=" + output, "training.restarts=3"));
    settings.addAll(TO_THE_END);
    settings.addAll(List.of(more));
    return run("train", input, settings.toArray(String[]::new));
  }

  private static JsonNode summary(Path of) throws IOException {
    return JSON.readTree(Files.readString(of.resolve("summary.json")));
  }

  @Test
  void theSummarySaysWhatWasFitted() throws IOException {
    JsonNode summary = summary(model);
    assertThat(summary.path("stopReason").asText()).isEqualTo("CONVERGED");
    assertThat(summary.path("families").toString())
        .isEqualTo(
            "{\"visits\":\"poisson\",\"wait\":\"gamma\",\"colour\":\"categorical\","
                + "\"size\":\"gaussian\",\"weight\":\"gaussian\"}");
    // weights 1, rates 2, shapes and rates 4, probabilities 2 * 2, means 4, covariances 2 * 3
    assertThat(summary.path("parameters").asInt()).isEqualTo(21);
    JsonNode entropies = summary.path("entropies");
    double sum =
        entropies.path("posterior").asDouble()
            - entropies.path("prior").asDouble()
            - entropies.path("observation").asDouble()
            + entropies.path("baseMeasure").asDouble();
    assertThat(summary.path("entropySum").asDouble()).isCloseTo(sum, within(1e-12));
    assertThat(entropies.path("baseMeasure").asDouble()).isNegative();
    assertThat(summary.path("gap").asDouble()).isCloseTo(0, within(1e-5));
  }

  @Test
  void scoredRowsAreInTheComponentOfTheirKind() {
    Path scored = folder.resolve("scored");
    CommandRun run = run("score", data, "--model " + model, "output.path=" + scored);
    assertThat(run.err()).isEmpty();
    List<Row> rows = spark.read().parquet(scored.toString()).collectAsList();
    long agree =
        rows.stream()
            .filter(row -> row.getInt(row.fieldIndex("component")) == row.<Integer>getAs("kind"))
            .count();
    assertThat(rows).hasSize(ROWS);
    assertThat(agree).isGreaterThan(ROWS * 97 / 100);
  }

  @Test
  void evaluationIsThatOfTraining() throws IOException {
    CommandRun run = run("evaluate", data, "--model " + model);
    assertThat(run.code()).isZero();
    JsonNode json = JSON.readTree(run.out());
    assertThat(json.path("bound").asDouble())
        .isCloseTo(summary(model).path("bound").asDouble(), within(1e-12));
  }

  @Test
  void inspectShowsEveryFamily() throws IOException {
    String table = CommandRun.of("inspect", model.toString()).out();
    assertThat(table)
        .startsWith(
            "mixture of 2 components, full covariance, 5 columns (1 categorical, 1 gamma, 2"
                + " gaussian, 1 poisson), 21 free parameters")
        .contains("red 0.");
    JsonNode json = JSON.readTree(CommandRun.of("inspect", "--json", model.toString()).out());
    assertThat(json.path("tensors").path("probability.colour").toString()).isEqualTo("[2,3]");
    assertThat(json.path("rate.visits").get(0).asDouble()).isBetween(11.0, 13.0);
    assertThat(json.has("covariances")).isFalse();
  }

  @Test
  void samplesHaveNamesOfCategories() {
    Path samples = folder.resolve("samples");
    CommandRun run =
        CommandRun.of(
            "generate",
            "--model",
            model.toString(),
            "--rows",
            "50",
            "--output",
            samples.toString());
    assertThat(run.code()).isZero();
    assertThat(spark.read().parquet(samples.toString()).select("colour").distinct().collectAsList())
        .extracting(row -> row.getString(0))
        .isSubsetOf("red", "blue", "green");
  }

  @Test
  void trainingGoesOnFromTheModel() throws IOException {
    Path second = folder.resolve("second");
    CommandRun run = train(data, second, "training.init=model", "training.initial-model=" + model);
    assertThat(run.code()).isZero();
    assertThat(summary(second).path("bound").asDouble())
        .isCloseTo(summary(model).path("bound").asDouble(), within(1e-4));
  }

  @Test
  void holesAreMarginalised() throws IOException {
    StringBuilder holes = new StringBuilder(HEAD);
    Random random = new Random(8);
    int missing = 0;
    for (String line : rows(new Random(3), ROWS).lines().toList()) {
      String[] cells = line.split(",", -1);
      for (int j = 0; j < 3; j++) {
        if (random.nextInt(10) == 0) {
          cells[j] = "";
          missing++;
        }
      }
      holes.append(String.join(",", cells)).append('\n');
    }
    Path file = CommandRun.write(folder.resolve("holes.csv"), holes.toString());
    Path output = folder.resolve("holes");
    CommandRun run =
        train(
            file,
            output,
            "input.invalid=missing",
            "model.columns.size=gamma",
            "input.features=[visits, wait, colour]");
    assertThat(run.error()).contains("no feature size"); // families are for features only
    run = train(file, output, "input.invalid=missing", "input.features=[visits, wait, colour]");
    assertThat(run.code()).isZero();
    JsonNode summary = summary(output);
    assertThat(summary.path("rows").asInt()).isEqualTo(ROWS);
    assertThat(summary.path("missingValues").asInt()).isEqualTo(missing).isGreaterThan(100);
    assertThat(summary.path("gap").asDouble()).isCloseTo(0, within(1e-5));
  }

  private static void fails(CommandRun run, int code, String line) {
    assertThat(run.error()).isEqualTo("entrosum: " + line);
    assertThat(run.code()).isEqualTo(code);
  }

  @Test
  void valuesOutsideTheDomainNameRowColumnAndValue() {
    String good = "3,1.5,red,0,0,0\n2,0.5,blue,1,1,0\n";
    fails(
        train(write(good + "-1,1,red,0,0,0\n"), folder.resolve("x")),
        3,
        "row 3 of bad.csv: column visits is -1; must be a whole number >= 0");
    fails(
        train(write(good + "2.5,1,red,0,0,0\n"), folder.resolve("x")),
        3,
        "row 3 of bad.csv: column visits is 2.5; must be a whole number >= 0");
    fails(
        train(write(good + "2,0,red,0,0,0\n"), folder.resolve("x")),
        3,
        "row 3 of bad.csv: column wait is 0; must be > 0");
    fails(
        train(write(good + "2,1,red,1,0,0\n"), folder.resolve("x"), "model.columns.size=beta"),
        3,
        "row 1 of bad.csv: column size is 0; must be > 0 and < 1");
  }

  private static Path write(String rows) {
    return CommandRun.write(folder.resolve("bad.csv"), HEAD + rows);
  }

  @Test
  void aCategoryThatTheModelDoesNotKnowIsAnErrorOrAHole() {
    Path file = write("3,1.5,pink,4,1,0\n");
    fails(
        run("score", file, "--model " + model, "output.path=" + folder.resolve("pink")),
        3,
        "row 1 of bad.csv: column colour is pink, a category that the model does not know"
            + " (set input.invalid to skip or missing)");
  }

  @Test
  void familiesOfUnknownColumnsAndConstantsAreRefused() {
    fails(
        train(data, folder.resolve("x"), "model.columns.visit=poisson"),
        2,
        "model.columns: no feature visit, did you mean visits? (features: visits, wait, colour,"
            + " size, weight)");
  }

  @Test
  void validateSaysWhatEachColumnIs() {
    CommandRun run = run("validate", data, FAMILIES, "output.path=" + folder.resolve("x"));
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "categorical (colour of 3), gamma (wait), gaussian (size, weight), poisson (visits)");
  }
}
