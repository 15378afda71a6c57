package io.entrosum.spark.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The REST interface of MLflow's tracking server, version 2.0 of its paths.
 *
 * <p>A request waits 10 s at most, one that carries a file longer by a second a mebibyte. Messages
 * never hold what the server is told to let us in; redirects, which would carry that elsewhere, are
 * not followed.
 */
public final class TrackingServer {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";
  private static final String API = "api/2.0/";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final URI uri;
  private final @Nullable String authorization;
  private final HttpClient client;

  /**
   * A server; nothing is sent yet.
   *
   * @param uri its address, {@code http} or {@code https}
   * @param environment has, if it wants them, {@code MLFLOW_TRACKING_USERNAME} and {@code
   *     MLFLOW_TRACKING_PASSWORD}, or {@code MLFLOW_TRACKING_TOKEN}
   * @throws IllegalArgumentException if the token is not of visible ASCII characters
   */
  public TrackingServer(URI uri, Map<String, String> environment) {
    this.uri = URI.create(uri.toString().replaceAll("/*$", "") + "/");
    this.authorization = authorization(environment);
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  private static @Nullable String authorization(Map<String, String> environment) {
    String user = environment.get("MLFLOW_TRACKING_USERNAME");
    String password = environment.get("MLFLOW_TRACKING_PASSWORD");
    if (user != null && password != null) {
      byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    }
    String token = environment.getOrDefault(TOKEN, "").strip();
    if (!token.chars().allMatch(c -> c > ' ' && c < 127)) { // a header's error would show it
      throw new IllegalArgumentException(TOKEN + ": must be of visible ASCII characters");
    }
    return token.isEmpty() ? null : "Bearer " + token;
  }

  /**
   * Asks for something.
   *
   * @param path below {@code api/2.0/}, encoded
   * @throws RefusedRequestException if the server refuses
   * @throws IOException if it does not answer
   */
  ObjectNode get(String path) throws IOException {
    return json(request(path, LIMIT).GET());
  }

  /** Sends a JSON object, and returns the answer; otherwise as {@link #get}. */
  ObjectNode post(String path, ObjectNode body) throws IOException {
    return json(
        request(path, LIMIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  /** Sends a file, whose answer says nothing; otherwise as {@link #get}. */
  void put(String path, long length, Supplier<InputStream> content) throws IOException {
    BodyPublisher body =
        length == 0 // which a publisher with a length does not take
            ? BodyPublishers.noBody()
            : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(content), length);
    send(
        request(path, LIMIT.plusSeconds(length >> 20))
            .header("Content-Type", "application/octet-stream")
            .PUT(body));
  }

  private HttpRequest.Builder request(String path, Duration limit) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri.resolve(API + path)).timeout(limit);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request;
  }

  private ObjectNode json(HttpRequest.Builder request) throws IOException {
    ObjectNode answer = object(send(request));
    if (answer == null) {
      throw new IOException("the answer is not that of a tracking server of MLflow");
    }
    return answer;
  }

  private String send(HttpRequest.Builder request) throws IOException {
    HttpResponse<String> response;
    try {
      response = client.send(request.build(), BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new IOException("no connection", e); // its own message is null
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    if (response.statusCode() != 200) {
      throw refused(response.statusCode(), object(response.body()));
    }
    return response.body();
  }

  private static RefusedRequestException refused(int status, @Nullable ObjectNode answer) {
    String code = answer == null ? "" : answer.path("error_code").asText("");
    String all = answer == null ? "" : answer.path("message").asText("");
    String message = all.lines().findFirst().orElse("");
    String text = ("HTTP status " + status + " " + code).strip();
    return new RefusedRequestException(
        status, code, message.isEmpty() ? text : text + ": " + message);
  }

  /** Null for what is no JSON object, as pages of proxies. */
  private static @Nullable ObjectNode object(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object ? object : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
