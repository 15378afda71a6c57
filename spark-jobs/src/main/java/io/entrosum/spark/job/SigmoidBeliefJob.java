package io.entrosum.spark.job;

import io.entrosum.data.ColumnDomain;
import io.entrosum.init.SigmoidBeliefSpec;
import io.entrosum.init.SigmoidBeliefTraining;
import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.Storage;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trains a sigmoid belief network as a configuration says. */
final class SigmoidBeliefJob implements TrainingJob {
  private static final String INITIAL = "training.initial-model";

  private final JobContext context;
  private final InputSource source;
  private final SigmoidBeliefConfig model;
  private final @Nullable SavedModel initial;

  private SigmoidBeliefJob(
      JobContext context,
      InputSource source,
      SigmoidBeliefConfig model,
      @Nullable SavedModel initial) {
    this.context = context;
    this.source = source;
    this.model = model;
    this.initial = initial;
  }

  /** Makes all checks that need no Spark. */
  static SigmoidBeliefJob checked(JobContext context, SigmoidBeliefConfig model) {
    JobConfig config = context.config();
    if (config.input().invalid() == InvalidPolicy.MISSING) {
      throw JobException.usage(
          "input.invalid: must be fail or skip for type = sigmoid-belief-network, which has no use"
              + " for missing values, but was missing");
    }
    TrainingConfig training = config.training();
    String location = training.initialModel();
    if (location != null && training.restarts() > 1) {
      throw JobException.usage(
          "training.restarts: must be 1 for training.init = model but was " + training.restarts());
    }
    SavedModel initial =
        location == null ? null : SavedModel.load(INITIAL, location, context.hadoop());
    if (initial != null) {
      SavedSigmoidBelief.of(initial, INITIAL);
    }
    return new SigmoidBeliefJob(
        context, InputSource.checked(config.input(), context.hadoop()), model, initial);
  }

  /** Rows of zeros and ones. */
  static ColumnReading reading(int columns) {
    ColumnDomain binary = x -> x == 0 || x == 1 ? null : "must be 0 or 1";
    return new ColumnReading(
        Collections.nCopies(columns, null), Collections.nCopies(columns, binary));
  }

  private OpenedData open() {
    OpenedData data = OpenedData.open(context, source, schema -> Set.of());
    if (initial != null) {
      data.checkInitial(initial.columns());
    }
    return data;
  }

  private SigmoidBeliefSpec spec(int latents) {
    TrainingConfig config = context.config().training();
    return model.spec(latents, config.restarts(), config.seed());
  }

  private SigmoidBeliefTraining training(SigmoidBeliefSpec spec, List<TrainingListener> listeners) {
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.addAll(context.watchers());
    SigmoidBeliefTraining training =
        SigmoidBeliefTraining.of(spec, context.config().training().stopping(), all);
    return initial == null ? training : training.from(SavedSigmoidBelief.of(initial, INITIAL));
  }

  /**
   * What training takes, if it can work.
   *
   * @param trainings that share passes
   */
  private MemoryEstimate memory(
      OpenedData data, SigmoidBeliefSpec spec, int trainings, int partitions) {
    MemoryEstimate memory = MemoryEstimate.belief(spec, data.names().size(), trainings, partitions);
    memory.refuseAboveHeap(
        "model.latent-dimensions", "fewer latent dimensions, truncated posteriors or fewer starts");
    return memory;
  }

  @Override
  public TrainingPlan plan() {
    int latents = model.latentDimensions();
    LatentDimensions.check(latents);
    int starts = context.config().training().restarts();
    SigmoidBeliefSpec spec = spec(latents);
    OpenedData data = open();
    int partitions = data.partitions(context);
    return new TrainingPlan(
        data,
        Map.of("model", text(spec)),
        memory(data, spec, starts, partitions),
        partitions,
        Storage.DENSE,
        Math.multiplyExact(starts, SigmoidBeliefTraining.numbersPerRow(spec)));
  }

  private static String text(SigmoidBeliefSpec spec) {
    return Numbers.format(
        "%s with layers of %s latents, %s, by %s, ridge %.3g",
        SigmoidBeliefNetwork.TYPE,
        spec.layers(),
        SigmoidBeliefDescription.text(spec.posterior()),
        spec.method().label(),
        spec.ridge());
  }

  /** Reads into dense blocks with room for the states of truncated posteriors. */
  private <T> T read(
      OpenedData data, SigmoidBeliefSpec spec, int trainings, Function<Blocks, T> use) {
    memory(data, spec, trainings, data.partitions(context));
    Blocks.Options options =
        source.options().withWarmStart(SigmoidBeliefTraining.numbersPerRow(spec), trainings);
    return data.read(context, reading(data.names().size()), options, use);
  }

  @Override
  public Trained run() {
    LatentDimensions.check(model.latentDimensions());
    SigmoidBeliefSpec spec = spec(model.latentDimensions());
    Stopwatch watch = new Stopwatch();
    return read(
        open(),
        spec,
        context.config().training().restarts(),
        blocks -> {
          watch.read();
          SigmoidBeliefTraining.Outcome outcome =
              training(spec, context.watchersOfOne(watch))
                  .in(context.checkpoints().course(blocks))
                  .run(blocks.pass());
          context.cancellation().check();
          return trained(outcome, spec, blocks, watch);
        });
  }

  private Trained trained(
      SigmoidBeliefTraining.Outcome outcome,
      SigmoidBeliefSpec spec,
      Blocks blocks,
      Stopwatch watch) {
    warn(outcome);
    return Trained.of(
        outcome.result(),
        Map.of(),
        new SigmoidBeliefReport(outcome, spec, blocks.columns()),
        blocks,
        watch);
  }

  private void warn(SigmoidBeliefTraining.Outcome outcome) {
    for (ModelEvent event : outcome.result().events()) {
      context.warn(event.message() + " (fewer model.latent-dimensions)");
    }
    double bound = outcome.result().bound().bound();
    if (!(bound > outcome.independentColumns())) {
      context.warn(
          Numbers.format(
              "the latents explain nothing: the bound is %.6g, independent columns have %.6g"
                  + " (another training.seed, more training.restarts, or a smaller model.ridge)",
              bound, outcome.independentColumns()));
    }
    TrainingWarnings.stopped(context, outcome.result());
  }

  @Override
  public Selection.Chosen select() {
    int restarts = context.config().training().restarts();
    if (restarts > 1) {
      throw JobException.usage(
          "training.restarts: must be 1 for select with type = sigmoid-belief-network but was "
              + restarts);
    }
    int[] candidates = context.config().select().latentCandidates(model.latentDimensions());
    for (int latents : candidates) {
      LatentDimensions.check(latents);
      spec(latents);
    }
    int most = Arrays.stream(candidates).max().orElseThrow();
    SigmoidBeliefSpec largest = model.ofOneKind(candidates).spec(most, 1, spec(most).seed());
    Stopwatch watch = new Stopwatch();
    context.say("trying " + Numbers.count(candidates.length, "candidate"));
    return read(
        open(),
        largest,
        candidates.length,
        blocks -> {
          watch.read();
          SigmoidBeliefTraining training =
              training(largest, List.of(new CandidateLines(context)))
                  .in(context.checkpoints().course(blocks));
          return new LatentSelection(context, candidates)
              .run(
                  blocks,
                  new LatentSelection.Kind<>(
                      pass -> training.runAll(pass, candidates),
                      SigmoidBeliefTraining.Outcome::result,
                      outcome -> trained(outcome, largest, blocks, watch)));
        });
  }
}
