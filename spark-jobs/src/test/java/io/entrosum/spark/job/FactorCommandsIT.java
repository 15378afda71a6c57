package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probabilistic PCA, factor analysis and mixtures of factor analysers by the commands. */
class FactorCommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DIGITS =
      Path.of("..", "conf", "examples", "data", "digits.csv.gz").toAbsolutePath();

  @TempDir static Path folder;
  private static SparkSession spark;
  private static Path ppca;

  @BeforeAll
  static void train() {
    spark = SharedSpark.session();
    ppca = folder.resolve("ppca");
    ok(digits("train", ppca, "model.type=ppca", "model.latent-dimensions=10"));
  }

  private static String ok(List<String> args) {
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return run.out();
  }

  private static List<String> digits(String command, Path output, String... settings) {
    List<String> args =
        new ArrayList<>(
            List.of(
                command,
                "--set",
                "input.path=" + DIGITS,
                "--set",
                "input.exclude=[_c64]",
                "--set",
                "output.path=" + output));
    for (String setting : settings) {
      args.add("--set");
      args.add(setting);
    }
    return args;
  }

  private static JsonNode summary(Path model) throws IOException {
    return JSON.readTree(model.resolve("summary.json").toFile());
  }

  @Test
  void ppcaOfDigitsIsClosedFormAndSaysWhatItExplains() throws IOException {
    JsonNode summary = summary(ppca);
    assertThat(summary.get("model").asText()).isEqualTo("ppca");
    assertThat(summary.get("stopReason").asText()).isEqualTo("CLOSED_FORM");
    assertThat(summary.get("method").asText()).isEqualTo("moments");
    assertThat(summary.get("bound").asDouble()).isCloseTo(-159.993731, within(.5001e-6));
    assertThat(summary.get("gap").asDouble()).isCloseTo(0, within(1e-10));
    assertThat(summary.get("parameters").asInt()).isEqualTo(640 - 45 + 1 + 64);
    assertThat(summary.get("eigenvalues")).hasSize(64);
    assertThat(summary.get("explainedVariance")).hasSize(10);
    double share = summary.get("explainedVariance").get(0).asDouble();
    double first = summary.get("eigenvalues").get(0).asDouble();
    assertThat(share).isBetween(.14, .15);
    double sum = 0;
    for (JsonNode eigenvalue : summary.get("eigenvalues")) {
      sum += eigenvalue.asDouble();
    }
    assertThat(share).isCloseTo(first / sum, within(1e-9));
    assertThat(summary.get("warnings").toString()).contains("3 columns have the same value");
    assertThat(ok(List.of("inspect", ppca.toString())))
        .contains("probabilistic PCA, 10 latent dimensions, 64 columns", "noise      variance");
    JsonNode json = JSON.readTree(ok(List.of("inspect", ppca.toString(), "--json")));
    assertThat(json.get("tensors").get("loadings").toString()).isEqualTo("[64,10]");
    assertThat(json.has("loadings")).isFalse();
    assertThat(json.get("noise_variance")).hasSize(1);
  }

  @Test
  void scoreAddsLatentValuesAndOnRequestReconstructions() {
    Path scored = folder.resolve("scored");
    String out = ok(digits("score", scored, "score.model=" + ppca, "score.reconstruction=true"));
    assertThat(out).startsWith("1,797 rows written to ");
    List<Row> rows = spark.read().parquet(scored.toString()).collectAsList();
    double error = 0;
    double density = 0;
    for (Row row : rows) {
      List<Double> latent = row.getList(row.fieldIndex("latent"));
      List<Double> back = row.getList(row.fieldIndex("reconstruction"));
      assertThat(latent).hasSize(10);
      for (int j = 0; j < 64; j++) {
        double difference = back.get(j) - ((Number) row.get(j)).doubleValue();
        error += difference * difference;
      }
      density += row.<Double>getAs("log_density");
    }
    assertThat(density / 1797).isCloseTo(-159.993731, within(.5001e-6));
    // the ten principal axes leave 26.2 % of the variance, and shrinkage a little more
    assertThat(error / 1797 / 1202.3).isBetween(.26, .28);
    JsonNode evaluated;
    try {
      evaluated = JSON.readTree(ok(digits("evaluate", scored, "score.model=" + ppca)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertThat(evaluated.get("bound").asDouble()).isCloseTo(density / 1797, within(1e-9));
  }

  @Test
  void factorAnalysisOfDigitsAndItsRotation() throws IOException {
    Path principal = folder.resolve("fa");
    ok(digits("train", principal, "model.type=factor-analysis", "model.latent-dimensions=5"));
    Path varimax = folder.resolve("varimax");
    ok(
        digits(
            "train",
            varimax,
            "model.type=factor-analysis",
            "model.latent-dimensions=5",
            "model.rotation=varimax"));
    JsonNode first = summary(principal);
    JsonNode second = summary(varimax);
    assertThat(first.get("stopReason").asText()).isEqualTo("CONVERGED");
    assertThat(second.get("bound").asDouble())
        .isCloseTo(first.get("bound").asDouble(), within(1e-9));
    assertThat(second.get("rotation").asText()).isEqualTo("varimax");
    assertThat(first.get("noiseFloor").get("raised").asInt()).isEqualTo(3);
    assertThat(first.get("warnings").toString()).contains("the noise floor of 1e-03 holds");
    assertThat(principal.resolve("trace.jsonl")).content().contains("\"iteration\":2");
  }

  @Test
  void passesWithMissingValuesAndGoingOn() throws IOException {
    Path model = folder.resolve("holes");
    Path again = folder.resolve("again");
    String[] settings = {
      "model.type=factor-analysis",
      "model.latent-dimensions=2",
      "input.invalid=missing",
      "training.max-iterations=5"
    };
    Path data = Path.of("..", "conf", "examples", "data", "penguins.csv").toAbsolutePath();
    List<String> train = new ArrayList<>(List.of("train"));
    for (String setting : settings) {
      train.add("--set");
      train.add(setting);
    }
    train.addAll(
        List.of(
            "--set",
            "input.path=" + data,
            "--set",
            "input.options={header=true, nullValue=NA}",
            "--set",
            "input.features=[beak_length_mm, beak_depth_mm, flipper_length_mm, body_mass_g]"));
    List<String> first = new ArrayList<>(train);
    first.addAll(List.of("--set", "output.path=" + model));
    ok(first);
    assertThat(summary(model).get("missingValues").asInt()).isEqualTo(8);
    assertThat(summary(model).get("method").asText()).isEqualTo("passes");
    assertThat(summary(model).get("warnings").toString()).contains("are not identified");
    List<String> second = new ArrayList<>(train);
    second.addAll(
        List.of(
            "--set",
            "output.path=" + again,
            "--set",
            "training.init=model",
            "--set",
            "training.initial-model=" + model));
    ok(second);
    assertThat(summary(again).get("bound").asDouble())
        .isGreaterThan(summary(model).get("bound").asDouble());
    Path filled = folder.resolve("filled");
    List<String> score = new ArrayList<>(train);
    score.set(0, "score");
    score.addAll(
        List.of(
            "--set",
            "output.path=" + filled,
            "--set",
            "score.fill=true",
            "--set",
            "score.model=" + again));
    assertThat(ok(score)).contains("8 values filled in");
    assertThat(
            spark
                .read()
                .parquet(filled.toString())
                .where("body_mass_g is null or not body_mass_g between 2500 and 6500")
                .count())
        .isZero();
  }

  @Test
  void selectTriesAllLatentDimensionsInOnePass() throws IOException {
    Path best = folder.resolve("best");
    String out =
        ok(digits("select", best, "model.type=ppca", "select.latent-dimensions=[\"1..60\"]"));
    JsonNode selection = JSON.readTree(best.resolve("selection.json").toFile());
    assertThat(selection.get("passes").asInt()).isEqualTo(1);
    assertThat(selection.get("candidates")).hasSize(60);
    assertThat(out).contains("* chosen by bic; 1 pass over the data for 60 candidates");
    int chosen = summary(best).get("latentDimensions").asInt();
    double bic = summary(best).get("bic").asDouble();
    selection
        .get("candidates")
        .forEach(candidate -> assertThat(candidate.get("bic").asDouble() >= bic).isTrue());
    assertThat(chosen).isBetween(20, 60);
    Path held = folder.resolve("held");
    ok(
        digits(
            "select",
            held,
            "model.type=factor-analysis",
            "select.latent-dimensions=[2, 8]",
            "select.criterion=held-out"));
    assertThat(summary(held).get("latentDimensions").asInt()).isEqualTo(8);
  }

  @Test
  void mixturesOfFactorAnalysersTrainScoreAndShow() throws IOException {
    Path model = folder.resolve("mfa");
    ok(
        digits(
            "train",
            model,
            "model.type=mixture-of-factor-analysers",
            "model.components=3",
            "model.latent-dimensions=2",
            "model.noise-floor=0.05",
            "training.max-iterations=20"));
    JsonNode summary = summary(model);
    assertThat(summary.get("model").asText()).isEqualTo("mixture");
    assertThat(summary.get("latentDimensions").asInt()).isEqualTo(2);
    assertThat(ok(List.of("inspect", model.toString())))
        .contains("mixture of 3 factor analysers, 2 latent dimensions each, diagonal noise");
    Path scored = folder.resolve("mfa-scored");
    ok(digits("score", scored, "score.model=" + model));
    assertThat(spark.read().parquet(scored.toString()).columns())
        .contains("component", "posterior", "log_density");
    Path best = folder.resolve("mfa-best");
    ok(
        digits(
            "select",
            best,
            "model.type=mixture-of-factor-analysers",
            "select.components=[1, 2]",
            "select.latent-dimensions=[1, 3]",
            "model.noise-floor=0.05",
            "training.max-iterations=10"));
    assertThat(JSON.readTree(best.resolve("selection.json").toFile()).get("candidates")).hasSize(4);
  }

  @Test
  void wideSparseRowsStaySparse() throws IOException {
    Path data = folder.resolve("wide");
    ok(
        List.of(
            "generate",
            "wide",
            "--rows",
            "500",
            "--columns",
            "2000",
            "--topics",
            "5",
            "--output",
            data.toString()));
    Path model = folder.resolve("wide-model");
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--set",
                "input.path=" + data,
                "--set",
                "input.format=parquet",
                "--set",
                "input.features=[features]",
                "--set",
                "model.type=ppca",
                "--set",
                "model.latent-dimensions=5",
                "--set",
                "model.method=passes",
                "--set",
                "output.path=" + model));
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("partitions, sparse");
    Path scored = folder.resolve("wide-scored");
    ok(
        List.of(
            "score",
            "--set",
            "input.path=" + data,
            "--set",
            "input.format=parquet",
            "--set",
            "score.model=" + model,
            "--set",
            "output.path=" + scored));
    double mean =
        spark.read().parquet(scored.toString()).selectExpr("avg(log_density)").first().getDouble(0);
    assertThat(mean).isCloseTo(summary(model).get("bound").asDouble(), within(1e-8 * 2000));
    Path drawn = folder.resolve("drawn");
    ok(
        List.of(
            "generate", "--model", ppca.toString(), "--rows", "10", "--output", drawn.toString()));
    assertThat(spark.read().parquet(drawn.toString()).columns()).hasSize(64);
  }

  @Test
  void validateSaysHowAndHowMuch() {
    assertThat(
            ok(
                digits(
                    "validate",
                    folder.resolve("nothing"),
                    "model.type=ppca",
                    "model.latent-dimensions=10")))
        .contains("ppca with 10 latent dimensions, noise floor 1e-09, by one pass for D x D");
  }

  @Test
  void errorsAreOneLine() {
    assertError(2, "model.latent-dimensions: must be set", "model.type=ppca");
    assertError(
        2,
        "model.latent-dimensions: must be less than the 64 columns but was 64",
        "model.type=ppca",
        "model.latent-dimensions=64");
    assertError(
        2,
        "model.covariance: means nothing for type = factor-analysis",
        "model.type=factor-analysis",
        "model.latent-dimensions=2",
        "model.covariance=full");
    assertError(
        2,
        "model.rotation: must be principal for type = ppca but was varimax",
        "model.type=ppca",
        "model.latent-dimensions=2",
        "model.rotation=varimax");
    assertError(2, "model.latent-dimensions: means nothing", "model.latent-dimensions=3");
    assertError(
        2,
        "model.latent-dimensions: must be less than the 64 columns but was 64",
        "model.type=mixture-of-factor-analysers",
        "model.latent-dimensions=64");
    CommandRun select =
        CommandRun.of(
            digits(
                    "select",
                    folder.resolve("no"),
                    "model.type=ppca",
                    "select.latent-dimensions=[2, 3]",
                    "training.init=model",
                    "training.initial-model=" + ppca)
                .toArray(String[]::new));
    assertThat(select.code()).isEqualTo(2);
    assertThat(select.error()).contains("training.init: model is one candidate");
    assertError(
        2,
        "training.restarts: must be 1",
        "model.type=ppca",
        "model.latent-dimensions=2",
        "training.restarts=3");
    assertError(
        3,
        "all rows are equal; there is no variance to explain",
        "model.type=ppca",
        "model.latent-dimensions=2",
        "input.features=[_c0, _c32, _c39]",
        "input.exclude=[]");
  }

  private static void assertError(int code, String message, String... settings) {
    CommandRun run =
        CommandRun.of(digits("train", folder.resolve("no"), settings).toArray(String[]::new));
    assertThat(run.error()).contains(message);
    assertThat(run.code()).isEqualTo(code);
  }
}
