package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrosum.io.ModelFile;
import io.entrosum.io.ModelFolder;
import io.entrosum.model.Mixture;
import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLES = Path.of("../conf/examples").toAbsolutePath().normalize();

  @TempDir Path folder;

  @BeforeAll
  static void session() {
    SharedSpark.session();
  }

  /** Two columns, two groups. */
  private Path data(String name) {
    StringBuilder csv = new StringBuilder("a,b,text\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i % 2 * 10 + i * .01).append(',').append(i * i % 7).append(",x\n");
    }
    return CommandRun.write(folder.resolve(name), csv.toString());
  }

  private CommandRun train(Path data, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train",
                "--set",
                "input.path=" + data,
                "--set",
                "input.options.header=true",
                "--set",
                "output.path=" + folder.resolve("model")));
    args.addAll(Arrays.asList(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private JsonNode summary() throws IOException {
    return JSON.readTree(Files.readString(folder.resolve("model/summary.json")));
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** -1130.264 is what R's mclust reports for two full covariances. */
  @Test
  void theExampleTrainsAndWritesItsFolder() throws IOException {
    CommandRun run =
        CommandRun.of(
            "train",
            "--config",
            EXAMPLES.resolve("faithful-mixture.conf").toString(),
            "--set",
            "input.path=" + EXAMPLES.resolve("data/faithful.csv"),
            "--set",
            "output.path=" + folder.resolve("model"));
    assertThat(run.err())
        .contains("features: 2 columns: eruptions, waiting")
        .contains("read 272 rows (none skipped) into ")
        .contains("iteration   1  bound -4.")
        .doesNotContain("warning");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("mixture of 2 gaussians, full covariance, 2 columns, 11 free parameters")
        .contains("CONVERGED", "logLikelihood", "BIC", "ICL")
        .endsWith("model written to " + folder.resolve("model") + System.lineSeparator());
    assertThat(folder.resolve("model").toFile().list())
        .containsExactlyInAnyOrder(
            "model.safetensors", "summary.json", "trace.jsonl", "report.html", "MANIFEST.json");
    ModelFile model = ModelFolder.load(folder.resolve("model"));
    assertThat(model.columns()).containsExactly("eruptions", "waiting");
    assertThat(((Mixture) model.model()).count()).isEqualTo(2);
    JsonNode summary = summary();
    assertThat(keys(summary))
        .containsExactly(
            "model",
            "rows",
            "skippedRows",
            "totalWeight",
            "dimensions",
            "parameters",
            "iterations",
            "stopReason",
            "bound",
            "logLikelihood",
            "entropies",
            "entropySum",
            "gap",
            "aic",
            "bic",
            "icl",
            "seconds",
            "seed",
            "partitions",
            "blas",
            "version",
            "warnings",
            "missingValues",
            "covarianceFloor",
            "families",
            "parameterFloor",
            "componentsRemoved");
    assertThat(keys(summary.path("entropies")))
        .containsExactly("posterior", "prior", "observation", "baseMeasure");
    assertThat(keys(summary.path("seconds"))).containsExactly("read", "init", "train", "total");
    assertThat(summary.path("logLikelihood").asDouble()).isCloseTo(-1130.264, within(1e-3));
    assertThat(summary.path("stopReason").asText()).isEqualTo("CONVERGED");
    assertThat(summary.path("warnings")).isEmpty();
  }

  @Test
  void theTraceHasALineAnIteration() throws IOException {
    assertThat(train(data("data.csv")).code()).isZero();
    List<String> lines = Files.readAllLines(folder.resolve("model/trace.jsonl"));
    assertThat(lines).hasSize(summary().path("iterations").asInt());
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = JSON.readTree(lines.get(i));
      assertThat(keys(line))
          .containsExactly(
              "iteration", "bound", "entropies", "entropySum", "gap", "change", "seconds", "rows");
      assertThat(line.path("iteration").asInt()).isEqualTo(i + 1);
      assertThat(line.path("rows").asInt()).isEqualTo(40);
      assertThat(line.path("change").isNull()).isEqualTo(i == 0);
      assertThat(line.path("bound").asDouble()).isGreaterThanOrEqualTo(before - 1e-9);
      before = line.path("bound").asDouble();
    }
  }

  @Test
  void columnsThatAreNotUsedAndConstantOnesAreNamed() throws IOException {
    Path data =
        CommandRun.write(
            folder.resolve("data.csv"), "a,fixed,text\n1,5,x\n2,5,y\n3.5,5,z\n9,5,x\n8,5,x\n");
    CommandRun run = train(data, "--set", "model.components=1");
    assertThat(run.err())
        .contains("features: 2 columns: a, fixed; not used: text")
        .contains("entrosum: warning: 1 column has the same value in every row: fixed;");
    assertThat(summary().path("warnings").get(0).asText())
        .startsWith("1 column has the same value in every row: fixed; the covariance floor keeps");
    assertThat(summary().path("covarianceFloor").path("raised").asInt()).isEqualTo(1);
    assertThat(run.code()).isZero();
  }

  @Test
  void moreColumnsThanRowsIsWorthAWarning() {
    Path data = CommandRun.write(folder.resolve("data.csv"), "a,b,c\n1,5,2\n2,3,3\n4,4,0\n");
    assertThat(train(data, "--set", "model.components=1").err())
        .contains("entrosum: warning: 3 columns but only 3 rows: full covariances are singular");
    assertThat(
            train(
                    data,
                    "--set",
                    "model.components=1",
                    "--set",
                    "model.covariance=diagonal",
                    "--set",
                    "output.mode=overwrite")
                .err())
        .doesNotContain("singular");
  }

  @Test
  void rowsThatMayChangeAreWorthAWarning() {
    String warning =
        "entrosum: warning: a query: its rows come of functions like rand, and may be others when"
            + " they are read again after a loss or by a resumed run; write them to files first";
    for (String function : List.of("rand()", "sin(id)")) {
      CommandRun run =
          CommandRun.of(
              "train",
              "--set",
              "input.query=select " + function + " as a from range(50)",
              "--set",
              "output.path=" + folder.resolve(function));
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.err().contains(warning)).isEqualTo(function.startsWith("rand"));
    }
  }

  @Test
  void skippedRowsAreCounted() throws IOException {
    Path data = data("data.csv");
    Files.writeString(data, Files.readString(data) + "NaN,1,x\n1,,x\n");
    CommandRun run = train(data, "--set", "input.invalid=skip");
    assertThat(run.err()).contains("read 40 rows (2 skipped)");
    assertThat(run.out()).containsPattern("skipped rows +2");
    assertThat(summary().path("skippedRows").asInt()).isEqualTo(2);
    assertThat(summary().path("rows").asInt()).isEqualTo(40);
  }

  @Test
  void convergenceCanBeRequired() throws IOException {
    CommandRun run =
        train(
            data("data.csv"),
            "--require-convergence",
            "--set",
            "training.max-iterations=1",
            "--set",
            "training.init=random");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.error())
        .isEqualTo(
            "entrosum: not converged: stopped with MAX_ITERATIONS after 1 iteration; the model was"
                + " written all the same (raise training.max-iterations or training.tolerance)");
    assertThat(ModelFolder.load(folder.resolve("model")).columns()).containsExactly("a", "b");
    assertThat(summary().path("warnings").get(0).asText()).startsWith("not converged after 1 ");
  }

  @Test
  void aFailedTrainingLeavesTheOldModel() throws IOException {
    assertThat(train(data("data.csv")).code()).isZero();
    byte[] before = Files.readAllBytes(folder.resolve("model/model.safetensors"));
    Path bad = CommandRun.write(folder.resolve("bad.csv"), "a,b\n1,2\nNaN,3\n");
    assertThat(train(bad, "--set", "output.mode=overwrite").code()).isEqualTo(3);
    assertThat(Files.readAllBytes(folder.resolve("model/model.safetensors"))).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("model", "data.csv", "bad.csv");
    }
    assertThat(
            train(data("data.csv"), "--set", "output.mode=overwrite", "--set", "model.components=1")
                .code())
        .isZero();
    assertThat(Files.readAllBytes(folder.resolve("model/model.safetensors"))).isNotEqualTo(before);
  }

  @Test
  void trainingGoesOnFromAModel() throws IOException {
    assertThat(train(data("data.csv"), "--set", "model.covariance=diagonal").code()).isZero();
    double bound = summary().path("bound").asDouble();
    Path first = folder.resolve("first");
    Files.move(folder.resolve("model"), first);
    String[] from = {"--set", "training.init=model", "--set", "training.initial-model=" + first};
    CommandRun run = train(folder.resolve("data.csv"), from);
    assertThat(run.code()).isZero();
    assertThat(summary().path("bound").asDouble()).isGreaterThanOrEqualTo(bound - 1e-9);
    assertThat(run.out()).contains("diagonal covariance");

    fails(
        "model.components: must be the 2 of the initial model but was 3",
        from,
        "--set",
        "model.components=3");
    fails(
        "model.covariance: must be the diagonal of the initial model but was full",
        from,
        "--set",
        "model.covariance=full");
    fails(
        "training.initial-model: was trained on a, b but the features are a",
        from,
        "--set",
        "input.features=[a]");
  }

  private void fails(String line, String[] from, String... more) {
    List<String> args = new ArrayList<>(Arrays.asList(from));
    args.addAll(List.of(more));
    args.addAll(List.of("--set", "output.mode=overwrite"));
    CommandRun run = train(folder.resolve("data.csv"), args.toArray(String[]::new));
    assertThat(run.err()).isEqualTo("entrosum: " + line + System.lineSeparator());
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void aStoppedTrainingWritesNothing() {
    java.io.ByteArrayOutputStream err = new java.io.ByteArrayOutputStream();
    java.io.PrintStream stream = new java.io.PrintStream(err, true);
    Cancellation cancellation = new Cancellation();
    cancellation.request();
    int code =
        Main.run(
            new String[] {
              "train",
              "--set",
              "input.path=" + data("data.csv"),
              "--set",
              "output.path=" + folder.resolve("model")
            },
            new JobContext.Streams(stream, stream, cancellation));
    assertThat(code).isEqualTo(143);
    assertThat(err.toString(java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "entrosum: stopped before the end; nothing was written" + System.lineSeparator());
    assertThat(folder.toFile().list()).containsExactly("data.csv");
  }

  @Test
  void validateTrainsNothing() {
    CommandRun run =
        CommandRun.of(
            "validate",
            "--set",
            "input.path=" + data("data.csv"),
            "--set",
            "input.options.header=true",
            "--set",
            "output.path=" + folder.resolve("model"));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("features     2 columns: a, b")
        .contains("not used     text")
        .contains("parameters   11 free")
        .containsPattern(
            "statistics +160 B a partition"); // 8 bytes (6 + K + K D + K D D), K = D = 2
    assertThat(folder.toFile().list()).containsExactly("data.csv");
  }
}
