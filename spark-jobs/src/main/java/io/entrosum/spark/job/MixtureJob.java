package io.entrosum.spark.job;

import io.entrosum.data.Categories;
import io.entrosum.init.FactorMixtureSpec;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.InitMode;
import io.entrosum.init.MixtureTraining;
import io.entrosum.init.TableSpec;
import io.entrosum.model.Mixture;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.CategoryFinder;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.NamedMixture;
import io.entrosum.spark.Storage;
import io.entrosum.train.DataProfile;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Trains mixtures as a configuration says; every check in its time. */
final class MixtureJob implements TrainingJob {
  private final JobContext context;
  private final InputSource source;
  private final MixtureConfig model;
  private final @Nullable SavedMixture initial;

  private MixtureJob(
      JobContext context, InputSource source, MixtureConfig model, @Nullable SavedMixture initial) {
    this.context = context;
    this.source = source;
    this.model = model;
    this.initial = initial;
  }

  /** Makes all checks that need no Spark. */
  static MixtureJob checked(JobContext context, MixtureConfig configured) {
    JobConfig config = context.config();
    InputSource source = InputSource.checked(config.input(), context.hadoop());
    String location = config.training().initialModel();
    SavedMixture initial =
        location == null
            ? null
            : SavedMixture.of(
                SavedModel.load("training.initial-model", location, context.hadoop()),
                "training.initial-model");
    MixtureConfig model =
        initial == null ? configured : InitialModel.shapeOf(initial, configured, config.settings());
    return new MixtureJob(context, source, model, initial);
  }

  /** The data, its columns checked. */
  private Columns open() {
    OpenedData data = OpenedData.open(context, source, model::categorical);
    if (initial != null) {
      data.checkInitial(initial.columns());
    }
    Map<String, Categories> categories =
        initial == null ? CategoryFinder.find(data.data(), data.features()) : initial.categories();
    TableSpec table = model.table(data.names(), categories);
    if (initial != null) {
      InitialModel.checkFamilies(initial, data.names(), table, model);
      TableSpec own = model.with(initial.groups()).table(data.names(), categories);
      InitialModel.checkGroups(own, table, data.names());
    }
    MissingValues.check(context.config().input(), table);
    checkFactors(data);
    return new Columns(data, table, categories);
  }

  private void checkFactors(OpenedData data) {
    FactorShape factors = model.factors();
    if (factors == null) {
      return;
    }
    int most =
        Stream.concat(
                Stream.of(factors.latentDimensions()),
                context.config().select().latentDimensions().stream())
            .max(Integer::compare)
            .orElseThrow();
    LatentDimensions.checkColumns(most, data.names().size());
  }

  /**
   * The data, its columns checked.
   *
   * @param table the family of each column
   * @param categories of the categorical ones
   */
  record Columns(OpenedData data, TableSpec table, Map<String, Categories> categories) {
    List<String> names() {
      return data.names();
    }

    /** How values are checked and names become numbers. */
    ColumnReading reading() {
      return ColumnReading.of(names(), categories, table);
    }
  }

  @Override
  public Trained run() {
    model.checkLatentDimensions();
    Stopwatch watch = new Stopwatch();
    Columns columns = open();
    return read(
        columns,
        columns.reading(),
        model,
        (blocks, profile) -> {
          watch.read();
          TrainingResult<Mixture> result =
              training(model, columns.table(), context.watchersOfOne(watch))
                  .in(context.checkpoints().course(blocks))
                  .run(blocks.pass(), profile);
          context.cancellation().check();
          TrainingWarnings.after(context, model, result);
          return trained(result, model, columns, blocks, watch);
        });
  }

  @Override
  public Selection.Chosen select() {
    Columns columns = open();
    return new MixtureSelection(context, this, columns, model).run();
  }

  @Override
  public TrainingPlan plan() {
    model.checkLatentDimensions();
    Columns columns = open();
    int partitions = columns.data().partitions(context);
    MemoryEstimate memory = MemoryEstimate.of(columns.table(), model, partitions);
    memory.refuseTooLarge(model, columns.table());
    return new TrainingPlan(
        columns.data(),
        MixturePlanText.of(model, columns.table(), columns.names()),
        memory,
        partitions,
        Storage.DENSE,
        0);
  }

  /**
   * Reads the data, tells what was read, and does something with it.
   *
   * @param most the largest model that is trained
   */
  <T> T read(
      Columns columns,
      ColumnReading reading,
      MixtureConfig most,
      BiFunction<Blocks, DataProfile, T> use) {
    MemoryEstimate.of(columns.table(), most, 1).refuseTooLarge(model, columns.table());
    return columns
        .data()
        .read(
            context,
            reading,
            source.options(),
            blocks -> {
              DataProfile profile = DataProfile.of(blocks.pass(), most.components());
              TrainingWarnings.before(context, model, columns.table(), blocks, profile);
              return use.apply(blocks, profile);
            });
  }

  /** The training of a model, which may be another one than the configuration's. */
  MixtureTraining training(MixtureConfig of, TableSpec table, List<TrainingListener> listeners) {
    TrainingConfig training = context.config().training();
    Mixture start = training.init() == InitMode.MODEL && initial != null ? initial.mixture() : null;
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.addAll(context.watchers());
    FactorShape factors = of.factors();
    if (factors != null) {
      FactorMixtureSpec spec =
          new FactorMixtureSpec(
              of.components(),
              factors.latentDimensions(),
              factors.noise(),
              factors.noiseFloor(),
              training.init(),
              start,
              training.seed());
      return MixtureTraining.of(spec, training.stopping(), training.restarts(), all);
    }
    GaussianMixtureSpec spec =
        new GaussianMixtureSpec(
            of.components(),
            of.covariance(),
            of.covarianceFloor(),
            training.init(),
            start,
            training.seed());
    return MixtureTraining.of(table, spec, training.stopping(), training.restarts(), all);
  }

  /** What a training gave, with what there is to say about it. */
  static Trained trained(
      TrainingResult<Mixture> result,
      MixtureConfig of,
      Columns columns,
      Blocks blocks,
      Stopwatch watch) {
    Map<String, String> metadata = NamedMixture.metadata(columns.categories());
    SavedMixture saved = new SavedMixture(result.model(), blocks.columns(), metadata);
    return Trained.of(result, metadata, new MixtureReport(result, of, saved), blocks, watch);
  }
}
