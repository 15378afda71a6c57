package io.entrosum.spark.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A run of an experiment on a tracking server. */
public final class MlflowRun {
  /** The most values that one request may carry. */
  public static final int MOST_METRICS = 1000;

  /** The most parameters, or tags, that one request may carry. */
  public static final int MOST_TEXTS = 100;

  /** The most characters of a parameter. */
  private static final int MOST_CHARACTERS = 6000;

  /** Where the server itself hands on files to wherever it keeps them. */
  private static final String PROXY = "mlflow-artifacts";

  private static final Pattern NOT_IN_NAMES =
      Pattern.compile("[^\\w/.\\- :]", Pattern.UNICODE_CHARACTER_CLASS);

  private final TrackingServer server;
  private final String id;
  private final String artifacts;

  private MlflowRun(TrackingServer server, String id, String artifacts) {
    this.server = server;
    this.id = id;
    this.artifacts = artifacts;
  }

  /**
   * A value of a metric.
   *
   * @param time milliseconds since 1970
   */
  public record Metric(String name, double value, long time, long step) {}

  /** How a run ended. */
  public enum Status {
    /** As it should. */
    FINISHED,
    /** With an error. */
    FAILED,
    /** Stopped from outside. */
    KILLED
  }

  /**
   * Begins a run.
   *
   * @param experiment its name; it is made if there is none
   * @throws IOException if the server does not answer or refuses
   */
  public static MlflowRun start(
      TrackingServer server, String experiment, String name, Map<String, String> tags)
      throws IOException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("experiment_id", experimentId(server, experiment));
    body.put("run_name", name);
    body.put("start_time", System.currentTimeMillis());
    putTexts(body, "tags", tags);
    JsonNode info = server.post("mlflow/runs/create", body).at("/run/info");
    return new MlflowRun(server, info.path("run_id").asText(), info.path("artifact_uri").asText());
  }

  private static String experimentId(TrackingServer server, String name) throws IOException {
    try {
      return existingId(server, name);
    } catch (RefusedRequestException e) {
      if (!e.is("RESOURCE_DOES_NOT_EXIST")) {
        throw e;
      }
    }
    try {
      ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name);
      return server.post("mlflow/experiments/create", body).path("experiment_id").asText();
    } catch (RefusedRequestException e) {
      if (!e.is("RESOURCE_ALREADY_EXISTS")) { // somebody else was faster
        throw e;
      }
      return existingId(server, name);
    }
  }

  private static String existingId(TrackingServer server, String name) throws IOException {
    String query = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return server
        .get("mlflow/experiments/get-by-name?experiment_name=" + query)
        .at("/experiment/experiment_id")
        .asText();
  }

  /** Its identifier. */
  public String id() {
    return id;
  }

  /** Logs parameters, at most {@value #MOST_TEXTS}; values of more than 6000 characters are cut. */
  public void logParameters(Map<String, String> parameters) throws IOException {
    ObjectNode body = body();
    putTexts(body, "params", parameters);
    server.post("mlflow/runs/log-batch", body);
  }

  /** Sets tags, at most {@value #MOST_TEXTS}. */
  public void setTags(Map<String, String> tags) throws IOException {
    ObjectNode body = body();
    putTexts(body, "tags", tags);
    server.post("mlflow/runs/log-batch", body);
  }

  /** Logs values of metrics, at most {@value #MOST_METRICS}, all finite. */
  public void logMetrics(List<Metric> metrics) throws IOException {
    ObjectNode body = body();
    ArrayNode array = body.putArray("metrics");
    for (Metric metric : metrics) {
      array
          .addObject()
          .put("key", name(metric.name()))
          .put("value", metric.value())
          .put("timestamp", metric.time())
          .put("step", metric.step());
    }
    server.post("mlflow/runs/log-batch", body);
  }

  /** Ends the run. */
  public void end(Status status) throws IOException {
    server.post(
        "mlflow/runs/update",
        body().put("status", status.name()).put("end_time", System.currentTimeMillis()));
  }

  private ObjectNode body() {
    return JsonNodeFactory.instance.objectNode().put("run_id", id);
  }

  private static void putTexts(ObjectNode body, String key, Map<String, String> texts) {
    ArrayNode array = body.putArray(key);
    texts.forEach(
        (name, value) -> array.addObject().put("key", name(name)).put("value", cut(value)));
  }

  /** A name as MLflow takes it. */
  private static String name(String name) {
    return NOT_IN_NAMES.matcher(name).replaceAll("_");
  }

  private static String cut(String value) {
    return value.length() <= MOST_CHARACTERS
        ? value
        : value.substring(0, MOST_CHARACTERS - 3) + "...";
  }

  /** Where the server keeps its files. */
  public String artifacts() {
    return artifacts;
  }

  /** Whether the server takes files; else only who reaches {@link #artifacts} can write there. */
  public boolean takesFiles() {
    return folder() != null;
  }

  private @Nullable String folder() {
    return artifacts.startsWith(PROXY + ":")
        ? artifacts.replaceFirst("^[^:]*:(//[^/]*)?/*", "")
        : null;
  }

  /**
   * Sends a file.
   *
   * @param name letters, digits, dots and the like
   * @throws IOException if the server does not answer or refuses
   */
  public void upload(String name, long length, Supplier<InputStream> content) throws IOException {
    server.put(
        PROXY + "/artifacts/" + Objects.requireNonNull(folder()) + "/" + name, length, content);
  }
}
