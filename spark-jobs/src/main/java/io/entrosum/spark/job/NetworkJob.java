package io.entrosum.spark.job;

import io.entrosum.model.NetworkModel;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.Storage;
import io.entrosum.train.Course;
import io.entrosum.train.Pass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.MissingEngineException;
import io.entrosum.vae.NetworkEngine;
import io.entrosum.vae.VarianceMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trains a model with networks as a configuration says.
 *
 * @param <M> the model
 * @param <O> what comes of its training
 */
final class NetworkJob<M extends NetworkModel<M>, O> implements TrainingJob {
  private static final String INITIAL = "training.initial-model";

  private final JobContext context;
  private final InputSource source;
  private final Kind<M, O> kind;
  private final @Nullable SavedModel initial;

  private NetworkJob(
      JobContext context, InputSource source, Kind<M, O> kind, @Nullable SavedModel initial) {
    this.context = context;
    this.source = source;
    this.kind = kind;
    this.initial = initial;
  }

  /**
   * A kind of model with networks.
   *
   * @param <M> the model
   * @param <O> what comes of its training
   */
  interface Kind<M extends NetworkModel<M>, O> {
    /** The type, as in the configuration. */
    String type();

    /** Its networks; of one column, as the columns are known with the data. */
    Architecture architecture();

    /** How its variances are found. */
    VarianceMethod variances();

    /** The number of starts. */
    int restarts();

    /** The model in a line. */
    String text();

    /** The keys that make networks smaller, for messages. */
    String networkKeys();

    /**
     * A model to go on from.
     *
     * @param key what says where it is, for messages
     * @throws JobException if it is of another kind
     */
    M initial(SavedModel saved, String key);

    /** Trains. */
    O train(
        StoppingRule rule,
        List<TrainingListener> listeners,
        Course course,
        @Nullable M initial,
        Pass pass);

    /** The model and its bound. */
    TrainingResult<M> result(O outcome);

    /** What there is to say about it. */
    ModelReport report(O outcome, List<String> columns);

    /** Warns of what users should know. */
    void warn(JobContext context, O outcome, List<String> columns);

    /** The error of who wants several of them tried. */
    JobException noSelection();
  }

  /** Makes all checks that need no Spark. */
  static <M extends NetworkModel<M>, O> NetworkJob<M, O> checked(
      JobContext context, Kind<M, O> kind) {
    JobConfig config = context.config();
    if (config.input().invalid() == InvalidPolicy.MISSING) {
      throw JobException.usage(
          "input.invalid: must be fail or skip for type = "
              + kind.type()
              + ", which has no use for missing values, but was missing (fill them in before, e.g."
              + " by score.fill with a ppca)");
    }
    TrainingConfig training = config.training();
    String location = training.initialModel();
    if (location != null && training.restarts() > 1) {
      throw JobException.usage(
          "training.restarts: must be 1 for training.init = model but was " + training.restarts());
    }
    try {
      NetworkEngine.get();
    } catch (MissingEngineException e) {
      throw JobException.usage("model " + kind.type() + ": " + e.getMessage());
    }
    SavedModel initial =
        location == null ? null : SavedModel.load(INITIAL, location, context.hadoop());
    if (initial != null) {
      kind.initial(initial, INITIAL);
    }
    return new NetworkJob<>(
        context, InputSource.checked(config.input(), context.hadoop()), kind, initial);
  }

  private OpenedData open() {
    OpenedData data = OpenedData.open(context, source, schema -> Set.of());
    if (initial != null) {
      data.checkInitial(initial.columns());
    }
    return data;
  }

  private MemoryEstimate memory(OpenedData data, int partitions) {
    long weights =
        kind.architecture().ofColumns(data.names().size()).weights(kind.variances()).size();
    MemoryEstimate memory = MemoryEstimate.networks(weights, kind.restarts(), partitions);
    memory.refuseAboveHeap(kind.networkKeys(), "narrower layers or fewer starts");
    return memory;
  }

  @Override
  public TrainingPlan plan() {
    OpenedData data = open();
    int partitions = data.partitions(context);
    return new TrainingPlan(
        data, Map.of("model", kind.text()), memory(data, partitions), partitions, Storage.DENSE, 0);
  }

  @Override
  public Trained run() {
    Stopwatch watch = new Stopwatch();
    OpenedData data = open();
    memory(data, data.partitions(context));
    return data.read(
        context,
        null,
        source.options(),
        blocks -> {
          watch.read();
          List<TrainingListener> listeners = new ArrayList<>(context.watchersOfOne(watch));
          listeners.addAll(context.watchers());
          O outcome =
              kind.train(
                  context.config().training().stopping(),
                  listeners,
                  context.checkpoints().course(blocks),
                  initial == null ? null : kind.initial(initial, INITIAL),
                  blocks.pass());
          context.cancellation().check();
          kind.warn(context, outcome, blocks.columns());
          return Trained.of(
              kind.result(outcome),
              Map.of(),
              kind.report(outcome, blocks.columns()),
              blocks,
              watch);
        });
  }

  @Override
  public Selection.Chosen select() {
    throw kind.noSelection();
  }
}
