package io.entrosum.spark.job;

import io.entrosum.init.FactorSpec;
import io.entrosum.init.FactorTraining;
import io.entrosum.init.InitMode;
import io.entrosum.model.FactorModel;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.ReadData;
import io.entrosum.spark.ReadOnce;
import io.entrosum.spark.Storage;
import io.entrosum.train.Course;
import io.entrosum.train.RowSample;
import io.entrosum.train.SecondMomentsAggregation;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.WithSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Trains probabilistic PCA or factor analysis as a configuration says. */
final class FactorJob implements TrainingJob {
  private final JobContext context;
  private final InputSource source;
  private final FactorConfig model;
  private final @Nullable SavedModel initial;

  private FactorJob(
      JobContext context, InputSource source, FactorConfig model, @Nullable SavedModel initial) {
    this.context = context;
    this.source = source;
    this.model = model;
    this.initial = initial;
  }

  /** Makes all checks that need no Spark. */
  static FactorJob checked(JobContext context, FactorConfig model) {
    JobConfig config = context.config();
    TrainingConfig training = config.training();
    if (config.settings().gives("training.init") && training.init() != InitMode.MODEL) {
      throw JobException.usage(
          "training.init: must be model, or left out, for type = "
              + model.type()
              + " but was "
              + training.init().label());
    }
    if (training.restarts() > 1) {
      throw JobException.usage(
          "training.restarts: must be 1 for type = "
              + model.type()
              + ", whose start is not random, but was "
              + training.restarts());
    }
    String key = "training.initial-model";
    String location = training.initialModel();
    SavedModel initial = location == null ? null : SavedModel.load(key, location, context.hadoop());
    if (initial != null) {
      checkInitial(SavedFactors.of(initial, key), model);
    }
    return new FactorJob(
        context, InputSource.checked(config.input(), context.hadoop()), model, initial);
  }

  private static void checkInitial(FactorModel initial, FactorConfig model) {
    if (initial.noiseType() != model.noise()
        || initial.latentDimensions() != model.latentDimensions()) {
      throw JobException.usage(
          Numbers.format(
              "training.initial-model: is %s with %s, but model asks for %s with %d (make them the"
                  + " same)",
              initial.type(),
              Numbers.count(initial.latentDimensions(), "latent dimension"),
              model.type(),
              model.latentDimensions()));
    }
  }

  private OpenedData open(int[] latentDimensions) {
    OpenedData data = OpenedData.open(context, source, schema -> Set.of());
    if (initial != null) {
      data.checkInitial(initial.columns());
    }
    int most = Arrays.stream(latentDimensions).max().orElseThrow();
    LatentDimensions.checkColumns(most, data.names().size());
    return data;
  }

  /** A training by the method that was fixed before reading, as that decides how rows are kept. */
  private FactorTraining training(
      int latentDimensions, FactorSpec.Method method, List<TrainingListener> listeners) {
    TrainingConfig config = context.config().training();
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.addAll(context.watchers());
    FactorTraining training =
        FactorTraining.of(
            model.spec(latentDimensions, config.seed()).with(method), config.stopping(), all);
    return initial == null
        ? training
        : training.from(SavedFactors.of(initial, "training.initial-model"));
  }

  private FactorTraining.Holes holes() {
    return context.config().input().invalid() == InvalidPolicy.MISSING
        ? FactorTraining.Holes.POSSIBLE
        : FactorTraining.Holes.NONE;
  }

  private MemoryEstimate memory(
      OpenedData data, FactorSpec.Method method, int[] latentDimensions, int partitions) {
    int d = data.names().size();
    int most = Arrays.stream(latentDimensions).max().orElseThrow();
    boolean moments = method == FactorSpec.Method.MOMENTS;
    MemoryEstimate memory =
        moments
            ? MemoryEstimate.moments(d, most, model.noise(), partitions)
            : MemoryEstimate.factors(
                    d, Arrays.stream(latentDimensions).sum(), 1, model.noise(), partitions)
                .withStart(FactorTraining.startBytes(d, most, partitions));
    memory.refuseTooLarge(
        moments ? "model.method" : "model.latent-dimensions",
        moments ? "method = passes" : "fewer latent dimensions");
    return memory;
  }

  @Override
  public TrainingPlan plan() {
    LatentDimensions.check(model.latentDimensions());
    OpenedData data = open(new int[] {model.latentDimensions()});
    int partitions = data.partitions(context);
    FactorSpec.Method method = method(data, partitions);
    MemoryEstimate memory = memory(data, method, new int[] {model.latentDimensions()}, partitions);
    return new TrainingPlan(
        data,
        Map.of("model", text(method)),
        memory,
        partitions,
        storage(method).of(data.data(), data.features()),
        0);
  }

  private String text(FactorSpec.Method method) {
    return Numbers.format(
        "%s with %s, noise floor %.0e, by %s",
        model.type(),
        Numbers.count(model.latentDimensions(), "latent dimension"),
        model.noiseFloor(),
        method == FactorSpec.Method.PASSES
            ? "a pass an iteration, never a D x D matrix"
            : holes() == FactorTraining.Holes.POSSIBLE
                ? "a pass an iteration, started from one for second moments"
                : "one pass for D x D second moments");
  }

  private static Storage storage(FactorSpec.Method method) {
    return method == FactorSpec.Method.PASSES ? Storage.AUTO : Storage.DENSE;
  }

  private FactorSpec.Method method(OpenedData data, int partitions) {
    return training(1, model.method(), List.of()).method(data.names().size(), partitions);
  }

  private <T> T read(
      OpenedData data, int[] latentDimensions, BiFunction<Blocks, FactorSpec.Method, T> use) {
    int partitions = data.partitions(context);
    FactorSpec.Method method = method(data, partitions);
    memory(data, method, latentDimensions, partitions);
    Blocks.Options options = source.options().withStorage(storage(method));
    return data.read(context, null, options, blocks -> use.apply(blocks, method));
  }

  @Override
  public Trained run() {
    LatentDimensions.check(model.latentDimensions());
    Stopwatch watch = new Stopwatch();
    int[] only = {model.latentDimensions()};
    OpenedData data = open(only);
    if (inOnePass(data)) {
      return runOnce(data, only, watch);
    }
    return read(
        data,
        only,
        (blocks, method) -> {
          watch.read();
          FactorTraining.Outcome outcome =
              training(only[0], method, context.watchersOfOne(watch))
                  .in(course(blocks, method))
                  .run(blocks.pass(), holesOf(blocks));
          context.cancellation().check();
          return trained(outcome, blocks, watch);
        });
  }

  /** Where each iteration is a pass, there is something to lose; moments are the only pass. */
  private Course course(Blocks blocks, FactorSpec.Method method) {
    return method == FactorSpec.Method.PASSES || blocks.missingValues() > 0
        ? context.checkpoints().course(blocks)
        : context.checkpoints().unkept(blocks);
  }

  /** Whether all that training wants is one sum over complete rows, made while they are read. */
  private boolean inOnePass(OpenedData data) {
    return holes() == FactorTraining.Holes.NONE
        && method(data, data.partitions(context)) == FactorSpec.Method.MOMENTS
        && ReadOnce.suits(data.data(), source.options());
  }

  private Trained runOnce(OpenedData data, int[] only, Stopwatch watch) {
    memory(data, FactorSpec.Method.MOMENTS, only, data.partitions(context));
    int d = data.names().size();
    ReadOnce<WithSample.Sum<SecondMomentsAggregation.Sum>> read =
        data.sum(
            context,
            source.options(),
            new WithSample<>(
                new SecondMomentsAggregation(d), new RowSample(d, DataPictures.sampleSize(d))),
            "reading the data for its second moments");
    watch.read();
    FactorTraining.Outcome outcome =
        training(only[0], FactorSpec.Method.MOMENTS, context.watchersOfOne(watch))
            .in(context.checkpoints().unkept(read))
            .fromSum(read.sum().of(), only)
            .get(0);
    context.cancellation().check();
    return trained(
        outcome,
        read,
        report ->
            Trained.of(
                outcome.result(),
                Map.of(),
                report,
                read,
                watch.seconds(),
                read.sum().sample().block()));
  }

  /** Nothing is missing where nothing was seen to be. */
  private static FactorTraining.Holes holesOf(Blocks blocks) {
    return blocks.missingValues() > 0 ? FactorTraining.Holes.POSSIBLE : FactorTraining.Holes.NONE;
  }

  private Trained trained(FactorTraining.Outcome outcome, Blocks blocks, Stopwatch watch) {
    return trained(
        outcome, blocks, report -> Trained.of(outcome.result(), Map.of(), report, blocks, watch));
  }

  private Trained trained(
      FactorTraining.Outcome outcome, ReadData read, Function<FactorReport, Trained> with) {
    warn(outcome, read.columns());
    return with.apply(new FactorReport(outcome, model, read.columns()));
  }

  private void warn(FactorTraining.Outcome outcome, List<String> columns) {
    List<String> constant =
        Arrays.stream(outcome.constantColumns()).mapToObj(columns::get).toList();
    TrainingWarnings.constantColumns(context, constant, model.noise(), model.noiseFloor());
    TrainingWarnings.noiseFloor(context, model.noiseFloor(), outcome.result());
    TrainingWarnings.stopped(context, outcome.result());
    long d = outcome.result().model().dimensions();
    long h = outcome.result().model().latentDimensions();
    if (model.type().equals(FactorConfig.FACTOR_ANALYSIS.name()) && (d - h) * (d - h) < d + h) {
      context.warn(
          Numbers.format(
              "%s of %s are not identified: other loadings explain the covariance as well (fewer"
                  + " model.latent-dimensions)",
              Numbers.count(h, "factor"), Numbers.count(d, "column")));
    }
  }

  @Override
  public Selection.Chosen select() {
    int[] candidates = context.config().select().latentCandidates(model.latentDimensions());
    for (int h : candidates) {
      LatentDimensions.check(h);
    }
    Stopwatch watch = new Stopwatch();
    context.say("trying " + Numbers.count(candidates.length, "candidate"));
    return read(
        open(candidates),
        candidates,
        (blocks, method) -> {
          watch.read();
          FactorTraining training =
              training(candidates[0], method, List.of(new CandidateLines(context)))
                  .in(course(blocks, method));
          return new LatentSelection(context, candidates)
              .run(
                  blocks,
                  new LatentSelection.Kind<>(
                      pass -> training.runAll(pass, holesOf(blocks), candidates),
                      FactorTraining.Outcome::result,
                      outcome -> trained(outcome, blocks, watch)));
        });
  }
}
