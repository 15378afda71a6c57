package io.entrosum.spark.job;

import io.entrosum.spark.metrics.EntrosumPlugin;
import io.entrosum.spark.metrics.TrainingGauges;
import io.entrosum.spark.metrics.TrainingLog;
import io.entrosum.train.TrainingListener;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** What a command works with: its configuration, its streams, Spark when it is needed. */
final class JobContext implements AutoCloseable {
  private static final String PLUGINS = "spark.plugins";
  private static final String FILE_PARTITIONS = "spark.sql.files.minPartitionNum";

  private final String command;
  private final JobConfig config;
  private final Streams streams;
  private final Configuration hadoop;
  private final List<String> warnings = new ArrayList<>();
  private @Nullable SparkSession session;
  private boolean sessionIsOurs;
  private TrainingListener tracking = new TrainingListener() {};
  private Checkpoints checkpoints = new Checkpoints(this, null, false, false);

  /**
   * Where a command writes, and how it learns that it is to stop.
   *
   * @param out results
   * @param err progress, warnings, errors
   */
  record Streams(PrintStream out, PrintStream err, Cancellation cancellation) {}

  JobContext(String command, JobConfig config, Streams streams) {
    this.command = command;
    this.config = config;
    this.streams = streams;
    this.hadoop = hadoop(config.spark());
  }

  /** Hadoop's configuration as Spark would make it, without a session. */
  static Configuration hadoop(java.util.Map<String, String> sparkSettings) {
    SparkConf conf = new SparkConf();
    sparkSettings.forEach((key, value) -> conf.set("spark." + key, value));
    return SparkHadoopUtil.get().newConfiguration(conf);
  }

  /** The name of the command. */
  String command() {
    return command;
  }

  /** Where trainings are kept; nowhere, if nobody has said where. */
  Checkpoints checkpoints() {
    return checkpoints;
  }

  /** Says where trainings are kept. */
  void keep(Checkpoints where) {
    checkpoints = where;
  }

  JobConfig config() {
    return config;
  }

  Configuration hadoop() {
    return hadoop;
  }

  PrintStream out() {
    return streams.out();
  }

  PrintStream err() {
    return streams.err();
  }

  Cancellation cancellation() {
    return streams.cancellation();
  }

  /** Says what else watches the training of a command that trains one model. */
  void track(TrainingListener listener) {
    tracking = listener;
  }

  /** What watches the training of a command that trains one model, besides {@link #watchers}. */
  List<TrainingListener> watchersOfOne(Stopwatch watch) {
    return List.of(watch, Progress.of(this), tracking);
  }

  /** What watches every training of a command. */
  List<TrainingListener> watchers() {
    return List.of(cancellation(), new TrainingGauges(), new TrainingLog());
  }

  /** Tells the user something on standard error. */
  void say(String line) {
    err().println(line);
  }

  /** Warns the user, and keeps the warning for the summary. */
  void warn(String warning) {
    warnings.add(warning);
    say(Main.NAME + ": warning: " + warning);
  }

  /** All warnings so far. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The session: one that is there, else a new one, which is stopped in the end. */
  SparkSession spark() {
    if (session == null) {
      cancellation().check();
      sessionIsOurs = SparkSession.getDefaultSession().isEmpty();
      SparkSession.Builder builder = SparkSession.builder();
      if (sessionIsOurs) {
        builder.appName(Main.NAME + " " + command);
        if (!new SparkConf().contains("spark.master")) {
          builder.master("local[*]");
        }
        splitByPartitions(builder);
      }
      config.spark().forEach((key, value) -> builder.config("spark." + key, value));
      if (sessionIsOurs) {
        builder.config(PLUGINS, withPlugin(config.spark().get("plugins")));
      }
      session = builder.getOrCreate();
      cancellation().watch(session);
    }
    return Objects.requireNonNull(session);
  }

  /** The plugins that somebody has set, and ours, whose gauges show how far a training is. */
  private static String withPlugin(@Nullable String configured) {
    String before = configured != null ? configured : new SparkConf().get(PLUGINS, "");
    Set<String> plugins =
        Arrays.stream(before.split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    plugins.add(EntrosumPlugin.class.getName());
    return String.join(",", plugins);
  }

  /**
   * With {@code input.partitions} files are split for that many, not for the cores that the cluster
   * happens to have: the same rows come into the same partitions also after a node was lost.
   */
  private void splitByPartitions(SparkSession.Builder builder) {
    int partitions = config.input().partitions();
    if (partitions > 0 && !new SparkConf().contains(FILE_PARTITIONS)) {
      builder.config(FILE_PARTITIONS, partitions);
    }
  }

  @Override
  public void close() {
    if (session != null && sessionIsOurs) {
      session.stop();
    }
  }
}
