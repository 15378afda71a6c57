package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a tracking server is told, by a small one that writes it down; a real one is tried by
 * deploy/bin/test-mlflow.
 */
class MlflowIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DATA = Path.of("../conf/examples/data/faithful.csv");
  private static final String RUN =
      "{\"run\": {\"info\": {\"run_id\": \"r1\", \"artifact_uri\": \"mlflow-artifacts:/1/r1/artifacts\"}}}";

  @TempDir Path folder;

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, Function<Request, Answer>> answers = new HashMap<>();
  private HttpServer server;

  /**
   * A request.
   *
   * @param body a character a byte
   */
  record Request(String method, String path, String authorization, String body) {
    byte[] bytes() {
      return body.getBytes(StandardCharsets.ISO_8859_1);
    }

    JsonNode json() {
      try {
        return JSON.readTree(bytes());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  record Answer(int status, String body) {}

  @BeforeEach
  void start() throws IOException {
    SharedSpark.session();
    answers.put(
        "experiments/get-by-name",
        request -> new Answer(404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\"}"));
    answers.put("experiments/create", request -> new Answer(200, "{\"experiment_id\": \"1\"}"));
    answers.put("runs/create", request -> new Answer(200, RUN));
    answers.put("mlflow-artifacts/", request -> new Answer(200, "")); // as the real one
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    Request request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
    requests.add(request);
    Answer answer =
        answers.entrySet().stream()
            .filter(entry -> request.path().contains(entry.getKey()))
            .findFirst()
            .map(entry -> entry.getValue().apply(request))
            .orElse(new Answer(200, "{}"));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private CommandRun train(String... more) {
    return command("train", more);
  }

  private CommandRun command(String command, String... more) {
    Stream<String> settings =
        Stream.of(
            "input.path=" + DATA,
            "input.options.header=true",
            "output.path=" + folder.resolve("model"),
            "output.mlflow.tracking-uri=" + uri());
    return CommandRun.of(
        Stream.concat(
                Stream.of(command),
                Stream.concat(settings, Stream.of(more)).flatMap(text -> Stream.of("--set", text)))
            .toArray(String[]::new));
  }

  private List<Request> to(String path) {
    return requests.stream().filter(request -> request.path().endsWith(path)).toList();
  }

  /** Values of a metric by their steps. */
  private Map<Integer, Double> metric(String name) {
    Map<Integer, Double> values = new TreeMap<>();
    for (Request request : to("runs/log-batch")) {
      for (JsonNode metric : request.json().path("metrics")) {
        if (metric.path("key").asText().equals(name)) {
          values.put(metric.path("step").asInt(), metric.path("value").asDouble());
        }
      }
    }
    return values;
  }

  private Map<String, String> texts(String kind) {
    Map<String, String> texts = new TreeMap<>();
    for (Request request : to("runs/log-batch")) {
      request
          .json()
          .path(kind)
          .forEach(text -> texts.put(text.path("key").asText(), text.path("value").asText()));
    }
    return texts;
  }

  private Map<Integer, Double> trace(String key) throws IOException {
    Map<Integer, Double> values = new TreeMap<>();
    for (String line : Files.readAllLines(folder.resolve("model/trace.jsonl"))) {
      JsonNode node = JSON.readTree(line);
      if (!node.at(key).isNull()) {
        values.put(node.path("iteration").asInt(), node.at(key).asDouble());
      }
    }
    return values;
  }

  private JsonNode summary() throws IOException {
    return JSON.readTree(folder.resolve("model/summary.json").toFile());
  }

  @Test
  void aTrainingIsARun() throws IOException {
    CommandRun run = train("output.mlflow.run-name=first", "input.exclude=[]");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).doesNotContain("warning");
    assertThat(to("experiments/create").get(0).json().path("name").asText()).isEqualTo("entrosum");
    JsonNode create = to("runs/create").get(0).json();
    assertThat(create.path("experiment_id").asText()).isEqualTo("1");
    assertThat(create.path("run_name").asText()).isEqualTo("first");
    assertThat(texts("params"))
        .containsEntry("model.components", "2")
        .containsEntry("training.seed", "1")
        .containsEntry("the command", "train")
        .containsEntry("model.covariance", "full")
        .containsEntry("input.path", DATA.toString());
    for (String name : List.of("bound", "gap", "entropySum", "change", "seconds")) {
      assertThat(metric(name)).as(name).isEqualTo(trace("/" + name)).isNotEmpty();
    }
    assertThat(metric("entropies.posterior")).isEqualTo(trace("/entropies/posterior"));
    int last = summary().path("iterations").asInt();
    for (String name : List.of("bic", "icl", "aic", "logLikelihood")) {
      assertThat(metric(name)).isEqualTo(Map.of(last, summary().path(name).asDouble()));
    }
    assertThat(metric("trained.bound")).isEqualTo(Map.of(last, summary().path("bound").asDouble()));
    assertThat(texts("tags")).containsEntry("stopReason", "CONVERGED");
    List<String> files = new ArrayList<>();
    for (Request request : requests) {
      if (request.method().equals("PUT")) {
        String prefix = "/api/2.0/mlflow-artifacts/artifacts/1/r1/artifacts/";
        String name = request.path().replace(prefix, "");
        assertThat(request.bytes())
            .isEqualTo(Files.readAllBytes(folder.resolve("model").resolve(name)));
        files.add(name);
      }
    }
    assertThat(files)
        .containsExactlyInAnyOrder(
            "MANIFEST.json", "model.safetensors", "report.html", "summary.json", "trace.jsonl");
    Request end = requests.get(requests.size() - 1);
    assertThat(end.path()).endsWith("runs/update");
    assertThat(end.json().path("status").asText()).isEqualTo("FINISHED");
  }

  @Test
  void startsAreToldApartAndTheBestOneFollows() throws IOException {
    CommandRun run =
        train("training.restarts=3", "model.components=3", "training.max-iterations=20");
    assertThat(run.code()).as(run.err()).isZero();
    Map<Integer, Double> kept = trace("/bound");
    assertThat(metric("bound")).isEqualTo(kept);
    List<Map<Integer, Double>> starts = new ArrayList<>();
    for (int start = 1; start <= 3; start++) {
      starts.add(metric("start " + start + " of 3/bound"));
    }
    assertThat(starts).doesNotContain(Map.of()).contains(kept);
  }

  @Test
  void selectTellsOfTheChosenModel() throws IOException {
    CommandRun run = command("select", "select.components=[1, 2]");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(metric("bound")).isEqualTo(trace("/bound"));
    assertThat(metric("bic")).containsValue(summary().path("bic").asDouble());
    assertThat(to("artifacts/selection.json")).hasSize(1);
  }

  @Test
  void aServerThatIsNotThereIsOneWarning() throws IOException {
    server.stop(0);
    CommandRun run = train();
    assertThat(run.code()).as(run.err()).isZero();
    String warning =
        "output.mlflow: "
            + uri()
            + " does not take the run: no connection; training goes on, and what MLflow lacks is"
            + " sent again later (start the server, or set output.mlflow.tracking-uri = none)";
    assertThat(run.err().lines().filter(line -> line.contains("warning")))
        .containsExactly("entrosum: warning: " + warning);
    assertThat(summary().path("warnings").get(0).asText()).isEqualTo(warning);
  }

  @Test
  void whatAServerDidNotTakeIsSentAgain() throws IOException {
    answers.put(
        "runs/log-batch",
        request ->
            to("runs/log-batch").size() == 1
                ? new Answer(503, "<html>busy")
                : new Answer(200, "{}"));
    CommandRun run = train();
    assertThat(run.code()).isZero();
    assertThat(run.err()).containsOnlyOnce("warning").contains("take the run: HTTP status 503;");
    Request refused = to("runs/log-batch").get(0);
    requests.remove(refused);
    assertThat(texts("params")).containsEntry("model.components", "2");
    assertThat(metric("bound")).isEqualTo(trace("/bound"));
    assertThat(to("runs/update").get(0).json().path("status").asText()).isEqualTo("FINISHED");
  }

  @Test
  void whatAServerWillNeverTakeIsNotInTheWay() throws IOException {
    answers.put(
        "runs/log-batch",
        request ->
            request.json().has("params")
                ? new Answer(400, "{\"error_code\": \"BAD\", \"message\": \"too long\\nmore\"}")
                : new Answer(200, "{}"));
    CommandRun run = train();
    assertThat(run.code()).isZero();
    assertThat(run.err().lines().filter(line -> line.contains("warning")))
        .containsExactly(
            "entrosum: warning: output.mlflow: "
                + uri()
                + " refuses a part: HTTP status 400 BAD: too long");
    assertThat(metric("bound")).isEqualTo(trace("/bound"));
  }

  @Test
  void aServerOfAnotherKindIsAWarning() {
    answers.put("experiments", request -> new Answer(200, "<html>welcome"));
    CommandRun run = train();
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("the answer is not that of a tracking server of MLflow");
  }

  @Test
  void artifactsThatTheServerDoesNotKeepAreAWarning() {
    answers.put(
        "runs/create", request -> new Answer(200, RUN.replace("mlflow-artifacts:", "s3://bucket")));
    CommandRun run = train();
    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains(
            "the model is not among the artifacts, which are kept in s3://bucket/1/r1/artifacts,");
    assertThat(requests).noneMatch(request -> request.method().equals("PUT"));
  }

  @Test
  void filesThatTheServerRefusesAreAWarning() {
    answers.put("mlflow-artifacts/", request -> new Answer(507, ""));
    CommandRun run = train();
    assertThat(run.code()).isZero();
    assertThat(run.err().lines().filter(line -> line.contains("warning")))
        .containsExactly(
            "entrosum: warning: output.mlflow: "
                + uri()
                + " does not take the files of "
                + folder.resolve("model")
                + ": HTTP status 507 (they are there, complete; MLflow's client can send them)");
    assertThat(to("runs/update").get(0).json().path("status").asText()).isEqualTo("FINISHED");
  }

  @Test
  void aTrainingThatFailsIsAFailedRun() {
    CommandRun run = train("input.features=[nothing]");
    assertThat(run.code()).isNotZero();
    assertThat(to("runs/update").get(0).json().path("status").asText()).isEqualTo("FAILED");
  }

  @Test
  void secretsAreHeadersAndNothingElse() {
    Map<String, String> user =
        Map.of("MLFLOW_TRACKING_USERNAME", "me", "MLFLOW_TRACKING_PASSWORD", "hush");
    assertThat(authorization(user)).isEqualTo("Basic bWU6aHVzaA=="); // printf me:hush | base64
    assertThat(authorization(Map.of("MLFLOW_TRACKING_TOKEN", "hush"))).isEqualTo("Bearer hush");
    assertThat(authorization(Map.of())).isNull();
    assertThat(requests).noneMatch(r -> r.body().contains("hush"));
  }

  private String authorization(Map<String, String> environment) {
    requests.clear();
    JobConfig config =
        JobConfig.read(
            null,
            List.of("output.path=" + folder, "output.mlflow.tracking-uri=" + URI.create(uri())),
            new org.apache.hadoop.conf.Configuration());
    JobContext.Streams streams = new JobContext.Streams(System.out, System.err, new Cancellation());
    try (JobContext context = new JobContext("train", config, streams)) {
      TrackedTraining.of(context, environment).close();
    }
    return requests.get(0).authorization();
  }
}
