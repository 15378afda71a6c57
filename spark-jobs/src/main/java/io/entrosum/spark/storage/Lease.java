package io.entrosum.spark.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.jspecify.annotations.Nullable;

/**
 * Who writes to an output: what the lease file says.
 *
 * @param id of the run
 * @param owner the user
 * @param host where it runs
 * @param processSpace what numbers processes there: another machine may have the same name, and so
 *     may a container on this one; empty where unknown
 * @param process its number there
 * @param processStart when that process began, by a clock that is never set (clock ticks since the
 *     machine started), or else milliseconds since 1970, 0 if unknown: numbers are used again
 * @param attempt of YARN at its application, or null where YARN has not started it
 * @param since when the lease was taken, milliseconds since 1970
 */
record Lease(
    String id,
    String owner,
    String host,
    String processSpace,
    long process,
    long processStart,
    @Nullable ApplicationAttemptId attempt,
    long since) {
  /** A lease whose file is older than this is nobody's. */
  static final Duration EXPIRY = Duration.ofSeconds(90);

  /** How often the file is written anew. */
  static final Duration RENEWAL = Duration.ofSeconds(15);

  private static final int LONGEST = 1 << 14;

  /** Another name than that of files which have milliseconds in any case. */
  private static final String START = "processStartTicks";

  private static final long UNKNOWN = 0;

  /** {@code starttime}, of proc(5), counted from 1. */
  private static final int START_FIELD = 22;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A new one of this process. */
  static Lease own() {
    ProcessHandle self = ProcessHandle.current();
    return new Lease(
        UUID.randomUUID().toString(),
        userName(),
        hostName(),
        ownProcessSpace(),
        self.pid(),
        start(self),
        attempt(System.getenv("CONTAINER_ID")),
        System.currentTimeMillis());
  }

  /**
   * The attempt that a container belongs to.
   *
   * @param container what YARN calls it, or null
   */
  static @Nullable ApplicationAttemptId attempt(@Nullable String container) {
    try {
      return container == null ? null : ContainerId.fromString(container).getApplicationAttemptId();
    } catch (IllegalArgumentException e) {
      return null; // set by somebody else
    }
  }

  private static String userName() {
    return System.getProperty("user.name", "unknown");
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) { // a name that no name service knows
      return Objects.requireNonNullElse(System.getenv("HOSTNAME"), "unknown");
    }
  }

  /**
   * On Linux the running kernel and the PID namespace. The number of a namespace is used again only
   * after all its processes are gone.
   */
  private static String ownProcessSpace() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static long start(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      // the name of the program, the second field, may have blanks and brackets
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return Long.parseLong(fields[START_FIELD - 3]);
    } catch (IOException | RuntimeException e) { // no Linux, or no such process any more
      return process.info().startInstant().map(Instant::toEpochMilli).orElse(UNKNOWN);
    }
  }

  /**
   * Whether it is of this host and its process is no more, as far as can be seen from here: the
   * processes of other users may be hidden.
   */
  boolean isDead() {
    if (!host.equals(hostName())
        || !owner.equals(userName())
        || host.equals("unknown")
        || !processSpace.equals(ownProcessSpace())) {
      return false;
    }
    Optional<ProcessHandle> found = ProcessHandle.of(process);
    return found.isEmpty()
        || !found.get().isAlive()
        || (processStart != UNKNOWN && start(found.get()) != processStart);
  }

  /**
   * Whether another one is of a later attempt at the same application: YARN begins it when it takes
   * the attempt before for over, wherever that was.
   */
  boolean isFollowedBy(Lease other) {
    return attempt != null
        && other.attempt != null
        && attempt.getApplicationId().equals(other.attempt.getApplicationId())
        && attempt.getAttemptId() < other.attempt.getAttemptId();
  }

  void write(OutputStream out) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", id);
    json.put("owner", owner);
    json.put("host", host);
    json.put("processSpace", processSpace);
    json.put("process", process);
    json.put(START, processStart);
    if (attempt != null) {
      json.put("attempt", attempt.toString());
    }
    json.put("since", since);
    json.put("sinceText", Instant.ofEpochMilli(since).toString());
    out.write(
        (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n")
            .getBytes(StandardCharsets.UTF_8));
  }

  /** What a file says; null if it says nothing that can be read: it is just being written. */
  static @Nullable Lease read(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LONGEST);
    try {
      JsonNode json = JSON.readTree(bytes);
      return json == null || !json.path("id").isTextual()
          ? null
          : new Lease(
              json.path("id").asText(),
              json.path("owner").asText(),
              json.path("host").asText(),
              json.path("processSpace").asText(),
              json.path("process").asLong(),
              json.path(START).asLong(UNKNOWN),
              readAttempt(json.path("attempt").asText()),
              json.path("since").asLong());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return null;
    }
  }

  private static @Nullable ApplicationAttemptId readAttempt(String text) {
    try {
      return text.isEmpty() ? null : ApplicationAttemptId.fromString(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** For a person. */
  String describe() {
    return owner
        + " on "
        + host
        + " (process "
        + process
        + ", since "
        + Instant.ofEpochMilli(since)
        + ")";
  }
}
