package io.entrosum.spark.job;

import io.entrosum.spark.mlflow.MlflowRun;
import io.entrosum.spark.mlflow.RefusedRequestException;
import io.entrosum.spark.storage.StorageException;
import io.entrosum.spark.storage.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What a run of MLflow has still to get. It is sent once a second at most, on the thread that
 * trains; when the server does not answer, there is one warning, and what is left is tried again
 * after 30 s, then after twice as long each time, and in the end.
 */
final class MlflowOutbox {
  private static final long SECOND = 1_000_000_000L;
  private static final long FIRST_WAIT = 30 * SECOND;

  private final JobContext context;
  private final String server;
  private final @Nullable Start start;
  private final Queue<Parcel> parcels = new ArrayDeque<>();
  private final List<MlflowRun.Metric> metrics = new ArrayList<>();
  private @Nullable MlflowRun run;
  private boolean warned;
  private long wait = FIRST_WAIT;
  private long next = System.nanoTime();

  /** Begins a run. */
  interface Start {
    /** Asks the server. */
    MlflowRun now() throws IOException;
  }

  /** What is sent by one request. */
  private interface Parcel {
    void to(MlflowRun run) throws IOException;
  }

  /**
   * An outbox for a server.
   *
   * @param server its address, for messages
   */
  MlflowOutbox(JobContext context, String server, @Nullable Start start) {
    this.context = context;
    this.server = server;
    this.start = start;
  }

  /** An outbox that nothing comes out of. */
  static MlflowOutbox nowhere(JobContext context) {
    return new MlflowOutbox(context, "", null);
  }

  /** Whether there is somebody to tell. */
  boolean isOpen() {
    return start != null;
  }

  /** Adds parameters. */
  void parameters(Map<String, String> parameters) {
    List<Map.Entry<String, String>> all = List.copyOf(parameters.entrySet());
    for (int i = 0; i < all.size(); i += MlflowRun.MOST_TEXTS) {
      Map<String, String> some = new LinkedHashMap<>();
      all.subList(i, Math.min(all.size(), i + MlflowRun.MOST_TEXTS))
          .forEach(entry -> some.put(entry.getKey(), entry.getValue()));
      parcels.add(to -> to.logParameters(some));
    }
  }

  /** Adds a tag. */
  void tag(String name, String value) {
    parcels.add(to -> to.setTags(Map.of(name, value)));
  }

  /** Adds a value of a metric. */
  void metric(String name, double value, long step) {
    if (start != null) {
      metrics.add(new MlflowRun.Metric(name, value, System.currentTimeMillis(), step));
      if (metrics.size() == MlflowRun.MOST_METRICS) {
        pack();
      }
    }
  }

  private void pack() {
    if (!metrics.isEmpty()) {
      List<MlflowRun.Metric> some = List.copyOf(metrics);
      metrics.clear();
      parcels.add(to -> to.logMetrics(some));
    }
  }

  /** Sends what there is if it is time. */
  void sendInTime() {
    if (System.nanoTime() - next >= 0) {
      send();
    }
  }

  /** Sends all there is; what fails stays for the next time. */
  void send() {
    if (start == null) {
      return;
    }
    pack();
    try {
      if (run == null) {
        run = start.now();
      }
      for (Parcel parcel = parcels.peek(); parcel != null; parcel = parcels.peek()) {
        deliver(parcel, run);
        parcels.remove();
      }
      next = System.nanoTime() + SECOND;
      wait = FIRST_WAIT;
    } catch (IOException | IllegalArgumentException e) { // the latter of odd addresses
      failed(e);
    }
  }

  /** What the server will never take must not be in the way of the rest. */
  private void deliver(Parcel parcel, MlflowRun to) throws IOException {
    try {
      parcel.to(to);
    } catch (RefusedRequestException e) {
      if (!e.isFinal()) {
        throw e;
      }
      context.warn("output.mlflow: " + server + " refuses a part: " + e.getMessage());
    }
  }

  private void failed(Exception e) {
    next = System.nanoTime() + wait;
    wait *= 2;
    if (!warned) {
      warned = true;
      context.warn(
          "output.mlflow: "
              + server
              + " does not take the run: "
              + Failure.firstLine(e)
              + "; training goes on, and what MLflow lacks is sent again later (start the server, or"
              + " set output.mlflow.tracking-uri = none)");
    }
  }

  /** Sends the files of a folder, if all else has been sent. */
  void sendFolder(String folder) {
    if (run == null || !parcels.isEmpty()) {
      return; // there was a warning
    }
    if (!run.takesFiles()) {
      context.warn(
          "output.mlflow: the model is not among the artifacts, which are kept in "
              + run.artifacts()
              + ", not by the server (start it with --serve-artifacts)");
      return;
    }
    try {
      for (StoredFile file : StoredFile.in(folder, context.hadoop())) {
        run.upload(file.name(), file.length(), file::open);
      }
    } catch (IOException | UncheckedIOException | StorageException | IllegalArgumentException e) {
      context.warn(
          "output.mlflow: "
              + server
              + " does not take the files of "
              + folder
              + ": "
              + Failure.firstLine(e)
              + " (they are there, complete; MLflow's client can send them)");
    }
  }

  /** Tells the end, after all that is left. */
  void close(MlflowRun.Status status) {
    parcels.add(to -> to.end(status));
    send();
  }
}
