package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrosum.spark.SharedSpark;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sparse coding by the commands, on 5 x 5 images of bars (arXiv 2311.01888, section 5.1). */
class SparseCodingCommandsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SIZE = 5;
  private static final int COLUMNS = SIZE * SIZE;
  private static final int LATENTS = 2 * SIZE;
  private static final int ROWS = 1500;
  private static final double NOISE = .1;

  @TempDir static Path folder;
  private static SparkSession spark;
  private static Path data;
  private static Path model;

  @BeforeAll
  static void train() {
    spark = SharedSpark.session();
    data = folder.resolve("bars");
    spark
        .createDataFrame(
            bars(0), new StructType().add("features", SQLDataTypes.VectorType(), false))
        .coalesce(2)
        .write()
        .parquet(data.toString());
    model = folder.resolve("model");
    CommandRun run =
        CommandRun.of(
            "train",
            "--config",
            "../conf/examples/bars.conf",
            "--set",
            "input.path=" + data,
            "--set",
            "output.path=" + model,
            "--set",
            "training.tolerance=1e-8");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "sparse coding, 10 latent dimensions, 25 columns, full posteriors, 251 free parameters",
            "logLikelihood  at least -",
            "noise      deviation 0.",
            "no latent is dead",
            "Gini coefficient 0.",
            "annealing none",
            "CONVERGED");
    assertThat(run.err()).contains("iteration   1  bound ").doesNotContain("warning");
  }

  /** Bars of Laplace brightness, some offset in every pixel, noise of deviation .1. */
  private static List<Row> bars(double offset) {
    SplittableRandom random = new SplittableRandom(11);
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < ROWS; n++) {
      double[] row = new double[COLUMNS];
      double[] codes = new double[LATENTS];
      for (int i = 0; i < LATENTS; i++) {
        codes[i] = (random.nextBoolean() ? 1 : -1) * random.nextExponential();
      }
      for (int j = 0; j < COLUMNS; j++) {
        row[j] = offset + codes[j / SIZE] + codes[SIZE + j % SIZE] + NOISE * random.nextGaussian();
      }
      rows.add(RowFactory.create(Vectors.dense(row)));
    }
    return rows;
  }

  private static CommandRun run(String command, Path output, String... settings) {
    return runOn(data, command, output, settings);
  }

  private static CommandRun runOn(Path input, String command, Path output, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "input.path=" + input,
                "input.format=parquet",
                "input.features=[features]",
                "model.type=sparse-coding",
                "model.latent-dimensions=10",
                "output.path=" + output));
    all.addAll(List.of(settings));
    List<String> args = new ArrayList<>(List.of(command));
    for (String setting : all) {
      args.add("--set");
      args.add(setting);
    }
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static String ok(CommandRun run) {
    assertThat(run.code()).as(run.err()).isZero();
    return run.out();
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  private static JsonNode summary(Path of) throws IOException {
    return json(of.resolve("summary.json"));
  }

  private static double bound(Path of) throws IOException {
    return summary(of).get("bound").asDouble();
  }

  @Test
  void theSummarySaysWhatWasFound() throws IOException {
    JsonNode summary = summary(model);
    assertThat(summary.get("model").asText()).isEqualTo("sparse-coding");
    assertThat(summary.get("rows").asInt()).isEqualTo(ROWS);
    assertThat(summary.get("latentDimensions").asInt()).isEqualTo(LATENTS);
    assertThat(summary.get("posterior").asText()).isEqualTo("full");
    assertThat(summary.get("method").asText()).isEqualTo("quasi-newton");
    assertThat(summary.get("parameters").asInt()).isEqualTo(COLUMNS * LATENTS + 1);
    assertThat(summary.get("logLikelihood").isNull()).isTrue();
    assertThat(summary.get("gap").asDouble()).isCloseTo(0, within(1e-3));
    assertThat(summary.get("entropySum").asDouble())
        .isCloseTo(summary.get("bound").asDouble() - summary.get("gap").asDouble(), within(1e-9));
    // Laplace of scale 1 times a bar of norm sqrt 5, and noise of deviation .1
    assertThat(summary.get("noiseDeviation").asDouble()).isCloseTo(NOISE, within(.01));
    assertThat(summary.get("scaleRange").get("least").asDouble()).isBetween(1.9, 2.6);
    assertThat(summary.get("scaleRange").get("largest").asDouble()).isBetween(1.9, 2.6);
    // the Gini coefficient of ten exponential numbers is 1/2 times 9/10 in expectation
    assertThat(summary.get("gini").asDouble()).isCloseTo(.45, within(.03));
    assertThat(summary.get("deadLatents").asInt()).isZero();
    assertThat(summary.get("unfinishedRows").asInt()).isZero();
    assertThat(summary.has("shortenedSteps")).isTrue();
    assertThat(summary.get("annealing").asText()).isEqualTo("none");
    assertThat(model.resolve("trace.jsonl")).content().doesNotContain("objective");
  }

  @Test
  void scoreAddsCodesDeviationsBoundsAndReconstructions() throws IOException {
    Path mean = folder.resolve("mean");
    String out = ok(run("score", mean, "score.model=" + model, "score.reconstruction=true"));
    assertThat(out).startsWith("1,500 rows written to ");
    List<Row> rows = spark.read().parquet(mean.toString()).collectAsList();
    assertThat(rows.get(0).schema().fieldNames())
        .containsExactly("features", "latent", "latent_deviation", "bound", "reconstruction");
    double bound = 0;
    double error = 0;
    for (Row row : rows) {
      assertThat(row.getList(1)).hasSize(LATENTS);
      row.<Double>getList(2).forEach(deviation -> assertThat(deviation > 0).isTrue());
      bound += row.getDouble(3);
      double[] seen = ((org.apache.spark.ml.linalg.Vector) row.get(0)).toArray();
      for (int j = 0; j < COLUMNS; j++) {
        double difference = row.<Double>getList(4).get(j) - seen[j];
        error += difference * difference;
      }
    }
    assertThat(bound / ROWS).isCloseTo(bound(model), within(1e-6));
    assertThat(error / ROWS / COLUMNS).isLessThan(NOISE * NOISE);

    Path map = folder.resolve("map");
    ok(run("score", map, "score.model=" + model, "score.codes=map"));
    long zeros = 0;
    double mapBound = 0;
    for (Row row : spark.read().parquet(map.toString()).collectAsList()) {
      zeros += row.<Double>getList(1).stream().filter(code -> code == 0).count();
      mapBound += row.getDouble(3);
    }
    assertThat(zeros).isPositive();
    assertThat(mapBound).isCloseTo(bound, within(1e-9 * Math.abs(bound)));
    CommandRun again = runOn(mean, "score", folder.resolve("no"), "score.model=" + model);
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.error()).contains("input: has a column latent already, which score adds");
  }

  @Test
  void evaluateGivesTheBoundOfTheModel() throws IOException {
    JsonNode evaluated =
        JSON.readTree(ok(run("evaluate", folder.resolve("no"), "score.model=" + model)));
    assertThat(evaluated.get("model").asText()).isEqualTo("sparse-coding");
    assertThat(evaluated.get("bound").asDouble()).isCloseTo(bound(model), within(1e-6));
    assertThat(evaluated.get("logLikelihood").isNull()).isTrue();
    assertThat(evaluated.get("gini").asDouble())
        .isCloseTo(summary(model).get("gini").asDouble(), within(1e-6));
    // from nothing, not from where training was: a stubborn row may reach the limit on steps
    assertThat(evaluated.get("unfinishedRows").asInt()).isLessThan(5);
  }

  /** Bars are 5 x 5 pixels: a grid of 4 rows of 3 fields with lines between them, magnified. */
  @Test
  void inspectDrawsFields() throws IOException {
    Path picture = folder.resolve("fields.png");
    CommandRun drawn =
        CommandRun.of(
            "inspect", model.toString(), "--fields", picture.toString(), "--magnify", "2");
    assertThat(ok(drawn))
        .contains(" of 10 are like Gabor functions (R2 of at least 0.7); drawn in ");
    BufferedImage image = ImageIO.read(picture.toFile());
    assertThat(image.getWidth()).isEqualTo(3 * (2 * 5 + 1) + 1);
    assertThat(image.getHeight()).isEqualTo(4 * (2 * 5 + 1) + 1);
    CommandRun again = CommandRun.of("inspect", model.toString(), "--fields", picture.toString());
    assertThat(again.code()).isEqualTo(5);
    assertThat(again.err())
        .isEqualTo(
            "entrosum: --fields: " + picture + " exists (give --replace, or another name)\n");
    assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(image.getWidth());
    ok(CommandRun.of("inspect", model.toString(), "--fields", picture.toString(), "--replace"));
    assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(3 * (4 * 5 + 1) + 1);
    CommandRun wrong =
        CommandRun.of("inspect", model.toString(), "--fields", "x.png", "--field-size", "5x4");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .isEqualTo(
            "entrosum: --field-size: must have the 25 pixels of the model's columns but 5 x 4 has"
                + " 20\n");
  }

  @Test
  void inspectShowsDictionaryAndCoherence() throws IOException {
    CommandRun shown = CommandRun.of("inspect", model.toString());
    assertThat(ok(shown))
        .contains(
            "sparse coding, 10 latent dimensions, 25 columns",
            "noise      deviation 0.",
            "coherence  0.2",
            "columns with the largest entries",
            "features[");
    JsonNode json = JSON.readTree(ok(CommandRun.of("inspect", model.toString(), "--json")));
    assertThat(json.get("latentDimensions").asInt()).isEqualTo(LATENTS);
    assertThat(json.get("tensors").get("dictionary").toString()).isEqualTo("[25,10]");
    assertThat(json.has("dictionary")).isFalse();
    assertThat(json.get("scales")).hasSize(LATENTS);
    // a horizontal and a vertical bar of five share one pixel: cosine 1/5, most of 25 a bit more
    assertThat(json.get("coherence").asDouble()).isBetween(.2, .3);
    assertThat(json.get("deadLatents").asInt()).isZero();
  }

  @Test
  void rowsAreDrawnFromTheModel() {
    Path drawn = folder.resolve("drawn");
    ok(
        CommandRun.of(
            "generate",
            "--model",
            model.toString(),
            "--rows",
            "4000",
            "--output",
            drawn.toString()));
    Row moments =
        spark
            .read()
            .parquet(drawn.toString())
            .selectExpr("avg(`features[0]`)", "variance(`features[0]`)")
            .first();
    // two bars of variance 2 meet in a pixel
    assertThat(moments.getDouble(0)).isCloseTo(0, within(.15));
    assertThat(moments.getDouble(1)).isCloseTo(4.01, within(.6));
  }

  @Test
  void trainingGoesOnFromAModel() throws IOException {
    Path first = folder.resolve("first");
    CommandRun short1 = run("train", first, "training.max-iterations=5");
    assertThat(short1.err()).contains("warning: not converged after 5 iterations");
    Path second = folder.resolve("second");
    ok(
        run(
            "train",
            second,
            "training.init=model",
            "training.initial-model=" + first,
            "model.posterior=diagonal",
            "training.max-iterations=30"));
    assertThat(bound(second)).isGreaterThan(bound(first));
    assertThat(summary(second).get("posterior").asText()).isEqualTo("diagonal");
    CommandRun strict =
        CommandRun.of(
            "train",
            "--require-convergence",
            "--set",
            "input.path=" + data,
            "--set",
            "input.format=parquet",
            "--set",
            "model.type=sparse-coding",
            "--set",
            "model.latent-dimensions=3",
            "--set",
            "training.max-iterations=2",
            "--set",
            "output.path=" + folder.resolve("strict"));
    assertThat(strict.code()).isEqualTo(4);
    assertThat(folder.resolve("strict").resolve("MANIFEST.json")).exists();
  }

  @Test
  void annealingIsInTheTrace() throws IOException {
    Path annealed = folder.resolve("annealed");
    CommandRun run =
        run(
            "train",
            annealed,
            "training.annealing={preset=prior, iterations=2}",
            "training.max-iterations=60",
            "training.init=rows",
            "training.restarts=2",
            "training.dead-latents=reseed");
    ok(run);
    assertThat(run.err())
        .contains("start 1 of 2: iteration   1  bound ", "annealed by prior 10.00: objective -")
        .containsPattern("start 2 of 2: iteration +\\d\\d  bound ")
        .doesNotContain("\niteration ", "restart ");
    assertThat(summary(annealed).get("annealing").asText())
        .isEqualTo("prior 10, 8, 6, 4, 2, 2 iterations each");
    List<String> lines = Files.readAllLines(annealed.resolve("trace.jsonl"));
    JsonNode first = JSON.readTree(lines.get(0));
    assertThat(first.get("weights").toString())
        .isEqualTo("{\"posterior\":1.0,\"prior\":10.0,\"likelihood\":1.0}");
    assertThat(first.get("objective").asDouble()).isLessThan(first.get("bound").asDouble());
    JsonNode last = JSON.readTree(lines.get(lines.size() - 1));
    assertThat(last.get("weights").get("prior").asDouble()).isEqualTo(1);
    assertThat(last.get("objective").asDouble())
        .isCloseTo(last.get("bound").asDouble(), within(1e-9));
    CommandRun tooShort =
        run(
            "train",
            folder.resolve("too-short"),
            "training.annealing=likelihood",
            "training.max-iterations=3");
    assertThat(tooShort.err()).contains("training ends while annealing lasts: that has 30");
  }

  @Test
  void selectComparesNumbersOfLatents() throws IOException {
    Path best = folder.resolve("best");
    String out =
        ok(run("select", best, "select.latent-dimensions=[2, 10]", "training.max-iterations=60"));
    assertThat(out)
        .contains("the bound stands for the log-likelihood, which it is below", "* chosen by bic");
    assertThat(summary(best).get("latentDimensions").asInt()).isEqualTo(LATENTS);
    JsonNode candidates = json(best.resolve("selection.json")).get("candidates");
    assertThat(candidates).hasSize(2);
    assertThat(candidates.get(0).get("logLikelihood").isNull()).isTrue();
    Path held = folder.resolve("held");
    ok(
        run(
            "select",
            held,
            "select.latent-dimensions=[2, 6]",
            "select.criterion=held-out",
            "model.posterior=diagonal",
            "training.max-iterations=30"));
    assertThat(summary(held).get("latentDimensions").asInt()).isEqualTo(6);
    assertThat(
            json(held.resolve("selection.json"))
                .get("candidates")
                .get(0)
                .get("heldOutBound")
                .isNumber())
        .isTrue();
  }

  @Test
  void partitionsDoNotMatterAndTwoRunsGiveTheSameBits() throws IOException {
    // tight enough that where training ends is the same for any order of sums
    String[] tight = {
      "training.tolerance=1e-11",
      "training.posterior-tolerance=1e-10",
      "training.posterior-steps=20",
      "training.max-iterations=400"
    };
    Path one = folder.resolve("one");
    ok(run("train", one, with(tight, "input.partitions=1")));
    Path three = folder.resolve("three");
    ok(run("train", three, with(tight, "input.partitions=3")));
    Path again = folder.resolve("again");
    ok(run("train", again, with(tight, "input.partitions=3")));
    assertThat(bound(three)).isCloseTo(bound(one), within(1e-6));
    assertThat(again.resolve("model.safetensors"))
        .hasSameBinaryContentAs(three.resolve("model.safetensors"));
  }

  private static String[] with(String[] settings, String more) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add(more);
    return all.toArray(String[]::new);
  }

  @Test
  void validateSaysHowAndHowMuch() {
    assertThat(ok(run("validate", folder.resolve("nothing"), "training.restarts=3")))
        .contains(
            "sparse-coding with 10 latent dimensions, full posteriors, noise floor 1e-06, by"
                + " quasi-newton, annealing none",
            "init random, 3 starts, at most 200 iterations",
            "251 free",
            "648.5 MiB a million",
            "457.8 MiB of them where posteriors start");
    for (String command : List.of("validate", "train")) {
      CommandRun large = run(command, folder.resolve("nothing"), "model.latent-dimensions=1000000");
      assertThat(large.code()).isEqualTo(2);
      assertThat(large.error())
          .contains("model.latent-dimensions: training needs at least ")
          .contains("on the driver, which has ");
      assertThat(large.err()).doesNotContain("read 1,500 rows");
    }
  }

  @Test
  void badDataAndUnsuitableSettingsAreOneLine() throws IOException {
    assertError(
        2,
        "input.invalid: must be fail or skip for type = sparse-coding",
        "train",
        "input.invalid=missing");
    assertError(
        2,
        "input.invalid: missing is not supported by this model (set it to fail or skip)",
        "score",
        "input.invalid=missing",
        "score.model=" + model);
    assertError(
        2,
        "training.restarts: must be 1 for training.init = model but was 2",
        "train",
        "training.init=model",
        "training.initial-model=" + model,
        "training.restarts=2");
    assertError(
        2,
        "model.latent-dimensions: must be the 10 of the initial model but was 4",
        "train",
        "training.init=model",
        "training.initial-model=" + model,
        "model.latent-dimensions=4");
    assertError(2, "training.restarts: must be 1 for select", "select", "training.restarts=2");
    assertError(
        2,
        "training.dead-latents: must be keep for select",
        "select",
        "training.dead-latents=reseed");
    assertError(
        2,
        "select.components, select.covariance, select.columns: mean nothing for type ="
            + " sparse-coding (select.latent-dimensions)",
        "select",
        "select.components=[1, 2]");
    Path ppca = folder.resolve("ppca");
    ok(run("train", ppca, "model.type=ppca"));
    assertError(
        2,
        "training.initial-model: must be of type sparse-coding but is of type ppca",
        "train",
        "training.init=model",
        "training.initial-model=" + ppca);
    assertError(
        2,
        "score.codes: must be mean for a model of type ppca but was map",
        "score",
        "score.codes=map",
        "score.model=" + ppca);
  }

  private static void assertError(int code, String message, String command, String... settings) {
    CommandRun run = run(command, folder.resolve("no"), settings);
    assertThat(run.error()).contains(message);
    assertThat(run.code()).isEqualTo(code);
  }

  /** Of white noise a latent without use costs .048 nats, and no field gains as much. */
  @Test
  void latentsThatExplainNothingAreSaid() {
    SplittableRandom random = new SplittableRandom(1);
    List<Row> rows = new ArrayList<>();
    for (int n = 0; n < 2000; n++) {
      double[] row = new double[5];
      Arrays.setAll(row, j -> random.nextGaussian());
      rows.add(RowFactory.create(Vectors.dense(row)));
    }
    Path white = folder.resolve("white");
    StructType schema = new StructType().add("features", SQLDataTypes.VectorType(), false);
    spark.createDataFrame(rows, schema).coalesce(1).write().parquet(white.toString());
    CommandRun run =
        runOn(white, "train", folder.resolve("white-model"), "model.latent-dimensions=2");
    ok(run);
    assertThat(run.err())
        .containsPattern(
            "warning: the latents explain nothing: the bound is -7\\.\\d+, noise alone has"
                + " -7\\.\\d+ \\(another training.seed, more training.restarts,");
  }

  @Test
  void unusableDataIsRefusedAndWarningsNameTheRemedy() {
    Path shifted = folder.resolve("shifted");
    List<Row> rows = bars(3).subList(0, 8);
    StructType schema = new StructType().add("features", SQLDataTypes.VectorType(), false);
    spark.createDataFrame(rows, schema).write().parquet(shifted.toString());
    CommandRun run =
        runOn(shifted, "train", folder.resolve("shifted-model"), "training.max-iterations=3");
    ok(run);
    assertThat(run.err())
        .contains(
            "10 latents for 8 rows",
            "% of the energy of the data is in the means of its columns",
            "StandardScaler");
    Path equal = folder.resolve("equal");
    spark
        .createDataFrame(List.of(rows.get(0), rows.get(0)), schema)
        .write()
        .parquet(equal.toString());
    CommandRun none = runOn(equal, "train", folder.resolve("no"));
    assertThat(none.code()).isEqualTo(3);
    assertThat(none.error()).contains("all rows are equal; there is no variance to explain");
  }
}
