package io.entrosum.spark.job;

import io.entrosum.init.SparseCodingSpec;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.Storage;
import io.entrosum.train.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trains sparse coding as a configuration says. */
final class SparseCodingJob implements TrainingJob {
  private static final String INITIAL = "training.initial-model";

  private final JobContext context;
  private final InputSource source;
  private final SparseCodingConfig model;
  private final @Nullable SavedModel initial;

  private SparseCodingJob(
      JobContext context,
      InputSource source,
      SparseCodingConfig model,
      @Nullable SavedModel initial) {
    this.context = context;
    this.source = source;
    this.model = model;
    this.initial = initial;
  }

  /** Makes all checks that need no Spark. */
  static SparseCodingJob checked(JobContext context, SparseCodingConfig model) {
    JobConfig config = context.config();
    if (config.input().invalid() == InvalidPolicy.MISSING) {
      throw JobException.usage(
          "input.invalid: must be fail or skip for type = sparse-coding, which has no use for"
              + " missing values, but was missing (fill them in before, e.g. by score.fill with a"
              + " ppca)");
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
      LatentDimensions.check(model.latentDimensions());
      int latents = SavedSparseCoding.of(initial, INITIAL).latentDimensions();
      if (latents != model.latentDimensions()) {
        throw JobException.usage(
            Numbers.format(
                "model.latent-dimensions: must be the %d of the initial model but was %d",
                latents, model.latentDimensions()));
      }
    }
    return new SparseCodingJob(
        context, InputSource.checked(config.input(), context.hadoop()), model, initial);
  }

  private OpenedData open() {
    OpenedData data = OpenedData.open(context, source, schema -> Set.of());
    if (initial != null) {
      data.checkInitial(initial.columns());
    }
    return data;
  }

  private SparseCodingTraining training(int latents, List<TrainingListener> listeners) {
    TrainingConfig config = context.config().training();
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.addAll(context.watchers());
    SparseCodingSpec spec = model.spec(latents, config.restarts(), config.seed());
    SparseCodingTraining training = SparseCodingTraining.of(spec, config.stopping(), all);
    return initial == null ? training : training.from(initial(initial));
  }

  /** The parameters of a model, whatever found its posteriors. */
  private SparseCodingModel initial(SavedModel saved) {
    return new SparseCodingModel(SavedSparseCoding.of(saved, INITIAL).codes(), model.posterior());
  }

  /**
   * What training takes, if it can work.
   *
   * @param trainings that share passes
   */
  private MemoryEstimate memory(OpenedData data, int latents, int trainings, int partitions) {
    MemoryEstimate memory =
        MemoryEstimate.coding(
            data.names().size(), latents, model.posterior(), trainings, partitions);
    memory.refuseAboveHeap("model.latent-dimensions", "fewer latent dimensions or starts");
    return memory;
  }

  @Override
  public TrainingPlan plan() {
    int latents = model.latentDimensions();
    LatentDimensions.check(latents);
    int starts = context.config().training().restarts();
    OpenedData data = open();
    int partitions = data.partitions(context);
    return new TrainingPlan(
        data,
        Map.of("model", text()),
        memory(data, latents, starts, partitions),
        partitions,
        Storage.DENSE,
        Math.multiplyExact(2 * starts, latents));
  }

  private String text() {
    return Numbers.format(
        "%s with %s, %s posteriors, noise floor %.0e, by %s, annealing %s",
        model.type(),
        Numbers.count(model.latentDimensions(), "latent dimension"),
        model.posterior().label(),
        model.noiseFloor(),
        model.method().label(),
        model.annealing().text());
  }

  /** Reads into dense blocks with room for where posteriors start. */
  private <T> T read(OpenedData data, int latents, int trainings, Function<Blocks, T> use) {
    memory(data, latents, trainings, data.partitions(context));
    Blocks.Options options =
        source.options().withWarmStart(Math.multiplyExact(2, latents), trainings);
    return data.read(
        context,
        null,
        options,
        blocks -> {
          SparseCodingWarnings.before(context, model, latents, blocks.rows());
          return use.apply(blocks);
        });
  }

  @Override
  public Trained run() {
    int latents = model.latentDimensions();
    LatentDimensions.check(latents);
    Stopwatch watch = new Stopwatch();
    return read(
        open(),
        latents,
        context.config().training().restarts(),
        blocks -> {
          watch.read();
          SparseCodingTraining.Outcome outcome =
              training(latents, context.watchersOfOne(watch))
                  .in(context.checkpoints().course(blocks))
                  .run(blocks.pass());
          context.cancellation().check();
          return trained(outcome, blocks, watch);
        });
  }

  private Trained trained(SparseCodingTraining.Outcome outcome, Blocks blocks, Stopwatch watch) {
    SparseCodingWarnings.after(context, model, outcome, blocks.columns());
    return Trained.of(
        outcome.result(),
        Map.of(),
        new SparseCodingReport(outcome, model, blocks.columns()),
        blocks,
        watch);
  }

  @Override
  public Selection.Chosen select() {
    refuseForSelect();
    int[] candidates = context.config().select().latentCandidates(model.latentDimensions());
    for (int latents : candidates) {
      LatentDimensions.check(latents);
    }
    int most = Arrays.stream(candidates).max().orElseThrow();
    Stopwatch watch = new Stopwatch();
    context.say("trying " + Numbers.count(candidates.length, "candidate"));
    return read(
        open(),
        most,
        candidates.length,
        blocks -> {
          watch.read();
          SparseCodingTraining training =
              training(most, List.of(new CandidateLines(context)))
                  .in(context.checkpoints().course(blocks));
          return new LatentSelection(context, candidates)
              .run(
                  blocks,
                  new LatentSelection.Kind<>(
                      pass -> training.runAll(pass, candidates),
                      SparseCodingTraining.Outcome::result,
                      outcome -> trained(outcome, blocks, watch)));
        });
  }

  /** Refuses what candidates that share passes do not do. */
  private void refuseForSelect() {
    int restarts = context.config().training().restarts();
    if (restarts > 1) {
      throw JobException.usage(
          "training.restarts: must be 1 for select with type = sparse-coding but was " + restarts);
    }
    if (model.deadLatents() != SparseCodingSpec.DeadLatents.KEEP) {
      throw JobException.usage(
          "training.dead-latents: must be keep for select but was "
              + model.deadLatents().label()
              + " (train the chosen one with it)");
    }
  }
}
