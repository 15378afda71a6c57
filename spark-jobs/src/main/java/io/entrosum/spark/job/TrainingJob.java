package io.entrosum.spark.job;

import io.entrosum.data.Categories;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.InitMode;
import io.entrosum.init.MixtureTraining;
import io.entrosum.init.TableSpec;
import io.entrosum.model.Mixture;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.CategoryFinder;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.NamedMixture;
import io.entrosum.train.DataProfile;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Trains what a configuration says; every check in its time. */
final class TrainingJob {
  private final JobContext context;
  private final InputSource source;
  private final ModelConfig model;
  private final @Nullable SavedMixture initial;

  private TrainingJob(
      JobContext context, InputSource source, ModelConfig model, @Nullable SavedMixture initial) {
    this.context = context;
    this.source = source;
    this.model = model;
    this.initial = initial;
  }

  /** Makes all checks that need no Spark. */
  static TrainingJob checked(JobContext context) {
    JobConfig config = context.config();
    InputSource source = InputSource.checked(config.input(), context.hadoop());
    String location = config.training().initialModel();
    SavedMixture initial =
        location == null
            ? null
            : SavedMixture.load("training.initial-model", location, context.hadoop());
    ModelConfig model = config.model();
    if (initial != null) {
      model = InitialModel.shapeOf(initial, model, config.settings());
    }
    return new TrainingJob(context, source, model, initial);
  }

  /** The model to train, with what an initial model says. */
  ModelConfig model() {
    return model;
  }

  /** The data, its columns checked. */
  Columns open() {
    Dataset<Row> data = source.open(context.spark());
    FeatureColumns features = source.features(data, model.categorical(data.schema()));
    List<String> names = features.expand(Blocks.widths(data, features));
    if (initial != null && !initial.columns().equals(names)) {
      throw JobException.usage(
          "training.initial-model: was trained on "
              + Numbers.names(initial.columns(), 8)
              + " but the features are "
              + Numbers.names(names, 8));
    }
    Map<String, Categories> categories =
        initial == null ? CategoryFinder.find(data, features) : initial.categories();
    TableSpec table = model.table(names, categories);
    if (initial != null) {
      InitialModel.checkFamilies(initial, names, table);
      TableSpec own = model.with(initial.groups()).table(names, categories);
      InitialModel.checkGroups(own, table, names);
    }
    MissingValues.check(context.config().input(), table);
    return new Columns(
        data, features, names, source.ignored(data.schema(), features), table, categories);
  }

  /**
   * The data, its columns checked.
   *
   * @param names of the single columns
   * @param ignored columns that are not used
   * @param table the family of each
   * @param categories of the categorical ones
   */
  record Columns(
      Dataset<Row> data,
      FeatureColumns features,
      List<String> names,
      List<String> ignored,
      TableSpec table,
      Map<String, Categories> categories) {

    /** How values are checked and names become numbers. */
    ColumnReading reading() {
      return ColumnReading.of(names, categories, table);
    }
  }

  /** Reads and trains. */
  Trained run() {
    Stopwatch watch = new Stopwatch();
    Columns columns = open();
    return read(
        columns,
        columns.reading(),
        model.components(),
        (blocks, profile) -> {
          watch.read();
          TrainingResult<Mixture> result =
              training(model, columns.table(), List.of(watch, progress()))
                  .run(blocks.pass(), profile);
          context.cancellation().check();
          TrainingWarnings.after(context, model, result);
          return trained(result, model, columns, blocks, watch);
        });
  }

  /**
   * Reads the data, tells what was read, and does something with it.
   *
   * @param most the largest number of components that anything is trained with
   */
  <T> T read(
      Columns columns, ColumnReading reading, int most, BiFunction<Blocks, DataProfile, T> use) {
    if (context.config().settings().gives("training.checkpoint-interval")) {
      context.warn("training.checkpoint-interval: no checkpoints are written yet");
    }
    context.say(
        "features: "
            + Numbers.count(columns.names().size(), "column")
            + ": "
            + Numbers.names(columns.names(), 8)
            + (columns.ignored().isEmpty()
                ? ""
                : "; not used: " + Numbers.names(columns.ignored(), 8)));
    MemoryEstimate.of(columns.table(), most, 1).refuseTooLarge(model, columns.table());
    try (Blocks blocks =
        Blocks.read(columns.data(), columns.features(), reading, source.options())) {
      DataProfile profile = DataProfile.of(blocks.pass(), most);
      context.say(
          Numbers.format(
              "read %s (%s skipped%s) into %s",
              Numbers.count(blocks.rows(), "row"),
              blocks.skippedRows() == 0 ? "none" : Numbers.format("%,d", blocks.skippedRows()),
              blocks.missingValues() == 0
                  ? ""
                  : ", " + Numbers.count(blocks.missingValues(), "missing value"),
              Numbers.count(blocks.pass().partitions(), "partition")));
      TrainingWarnings.before(context, columns.table(), blocks, profile);
      return use.apply(blocks, profile);
    }
  }

  private Progress progress() {
    TrainingConfig training = context.config().training();
    return new Progress(
        context.err(),
        training.stopping().maxIterations(),
        training.restarts(),
        Progress.Style.ofThisProcess(context.err()));
  }

  /** The training of a model, which may be another one than the configuration's. */
  MixtureTraining training(ModelConfig of, TableSpec table, List<TrainingListener> listeners) {
    TrainingConfig training = context.config().training();
    GaussianMixtureSpec spec =
        new GaussianMixtureSpec(
            of.components(),
            of.covariance(),
            of.covarianceFloor(),
            training.init(),
            training.init() == InitMode.MODEL && initial != null ? initial.mixture() : null,
            training.seed());
    List<TrainingListener> all = new ArrayList<>(listeners);
    all.add(context.cancellation());
    return MixtureTraining.of(table, spec, training.stopping(), training.restarts(), all);
  }

  /** What a training gave, with what there is to say about it. */
  static Trained trained(
      TrainingResult<Mixture> result,
      ModelConfig of,
      Columns columns,
      Blocks blocks,
      Stopwatch watch) {
    return new Trained(
        result,
        columns.names(),
        of,
        columns.categories(),
        blocks.skippedRows(),
        blocks.missingValues(),
        blocks.pass().partitions(),
        watch.seconds());
  }

  /**
   * What training gave, and what there is to say about it.
   *
   * @param columns names of the single columns
   * @param categories of the categorical ones
   */
  record Trained(
      TrainingResult<Mixture> result,
      List<String> columns,
      ModelConfig model,
      Map<String, Categories> categories,
      long skippedRows,
      long missingValues,
      int partitions,
      Stopwatch.Seconds seconds) {

    /** The model with the names of its columns and categories. */
    SavedMixture saved() {
      return new SavedMixture(result.model(), columns, NamedMixture.metadata(categories));
    }
  }
}
