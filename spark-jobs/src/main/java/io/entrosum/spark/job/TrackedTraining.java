package io.entrosum.spark.job;

import io.entrosum.model.LatentModel;
import io.entrosum.spark.mlflow.MlflowRun;
import io.entrosum.spark.mlflow.TrackingServer;
import io.entrosum.train.Iteration;
import io.entrosum.train.TrainingListener;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Tells MLflow of a command that trains: its settings as parameters, each iteration as metrics, the
 * figures of the summary, and the files of the model. What MLflow does, or does not, changes
 * nothing of the training.
 *
 * <p>Metrics of iterations have the names of {@code trace.jsonl}, as {@code entropies.prior}, and
 * the step of the iteration. Where there are several starts they are {@code start 1 of 3/bound}
 * while training runs; of the start that was kept they follow under their plain names. Figures of
 * the summary have its names; those that are also names of iterations begin with {@code trained.}.
 */
final class TrackedTraining implements AutoCloseable {
  /** A string of HOCON that means what it says without its quotes, too. */
  private static final Pattern QUOTED = Pattern.compile("^\"([^\"\\\\]*)\"$");

  private final JobContext context;
  private final MlflowOutbox outbox;
  private final Set<Integer> shown = new HashSet<>();
  private MlflowRun.Status status = MlflowRun.Status.FAILED;

  private TrackedTraining(JobContext context, MlflowOutbox outbox) {
    this.context = context;
    this.outbox = outbox;
  }

  /**
   * Begins to tell.
   *
   * @param environment of the process, where MLflow's own clients look
   * @throws JobException if it names no server although it should
   */
  static TrackedTraining of(JobContext context, Map<String, String> environment) {
    MlflowConfig config = context.config().output().mlflow();
    URI uri = config.server(environment);
    if (uri == null) {
      return new TrackedTraining(context, MlflowOutbox.nowhere(context));
    }
    String folder = context.config().output().requirePath();
    String name = config.runName() != null ? config.runName() : lastName(folder);
    Map<String, String> tags =
        Map.of(
            "mlflow.source.name",
            Main.NAME + " " + context.command(),
            "mlflow.source.type",
            "JOB",
            "mlflow.user",
            System.getProperty("user.name", ""),
            "entrosum.version",
            Version.text());
    TrackingServer server = server(uri, environment);
    String experiment = config.experiment(environment);
    MlflowOutbox outbox =
        new MlflowOutbox(
            context, uri.toString(), () -> MlflowRun.start(server, experiment, name, tags));
    outbox.parameters(parameters(context));
    outbox.send();
    return new TrackedTraining(context, outbox);
  }

  private static TrackingServer server(URI uri, Map<String, String> environment) {
    try {
      return new TrackingServer(uri, environment);
    } catch (IllegalArgumentException e) {
      throw JobException.usage(String.valueOf(e.getMessage()));
    }
  }

  private static String lastName(String path) {
    return path.replaceAll("/+$", "").replaceAll(".*/", "");
  }

  /** What the model depends on, and where it comes from and goes to; no secrets. */
  private static Map<String, String> parameters(JobContext context) {
    Map<String, String> all = new TreeMap<>(Checkpoints.settings(context));
    for (String section : new String[] {"input", "output"}) {
      for (String key : new String[] {".path", ".table"}) {
        String value = context.config().settings().values(section).get(section + key);
        if (value != null) {
          all.put(section + key, value);
        }
      }
    }
    all.replaceAll((key, value) -> Secrets.shown(key, QUOTED.matcher(value).replaceAll("$1")));
    return all;
  }

  /** What is to watch the training of one model. */
  TrainingListener listener() {
    return new Lines("");
  }

  /** The iterations of one training, or of one of its starts. */
  private final class Lines implements TrainingListener {
    private String prefix;

    Lines(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public TrainingListener of(String training) {
      return new Lines(training.replace(",", "") + "/");
    }

    @Override
    public void started(int restart, LatentModel<?> initial) {
      number(restart);
    }

    @Override
    public void resumed(int restart, int iterations) {
      number(restart);
    }

    private void number(int restart) {
      int starts = context.config().training().restarts();
      if (starts > 1 && (prefix.isEmpty() || prefix.startsWith("start "))) {
        prefix = Numbers.format("start %d of %d/", restart + 1, starts);
      }
    }

    @Override
    public void iterated(Iteration iteration, LatentModel<?> model) {
      if (prefix.isEmpty()) {
        shown.add(iteration.number());
      }
      add(prefix, iteration);
      outbox.sendInTime();
    }
  }

  private void add(String prefix, Iteration iteration) {
    MlflowFigures.of(iteration)
        .forEach((name, value) -> outbox.metric(prefix + name, value, iteration.number()));
  }

  /** The model is there, complete. */
  void finished(Trained trained) {
    if (!outbox.isOpen()) {
      return;
    }
    int last = 0;
    for (Iteration iteration : trained.result().trace()) {
      if (!shown.contains(iteration.number())) {
        add("", iteration);
      }
      last = iteration.number();
    }
    long seed = context.config().training().seed();
    TrainingReport report = new TrainingReport(trained);
    int step = last;
    MlflowFigures.of(report.summary(seed, context.warnings()))
        .forEach((name, value) -> outbox.metric(name, value, step));
    outbox.tag("stopReason", trained.result().stopReason().name());
    status = MlflowRun.Status.FINISHED;
    outbox.send();
    outbox.sendFolder(context.config().output().requirePath());
  }

  /** Says how it ended. */
  @Override
  public void close() {
    outbox.close(context.cancellation().requested() ? MlflowRun.Status.KILLED : status);
  }
}
