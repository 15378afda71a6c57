package io.entrosum.spark.ml;

import io.entrosum.family.CovarianceType;
import io.entrosum.init.TableSpec;
import io.entrosum.init.UnusableDataException;
import io.entrosum.model.LatentModel;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.Storage;
import io.entrosum.spark.metrics.TrainingGauges;
import io.entrosum.spark.metrics.TrainingLog;
import io.entrosum.stats.Statistics;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Iteration;
import io.entrosum.train.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What training and evaluation of all models share. */
final class Fitting {
  /** The most names in a warning. */
  private static final int NAMES = 12;

  private Fitting() {}

  /**
   * Reads a data set as the parameters say.
   *
   * @param reading what the values may be; null: numbers
   * @param storage how blocks hold their rows
   */
  static Blocks read(
      CommonParams params,
      Dataset<Row> rows,
      FeatureColumns features,
      @Nullable ColumnReading reading,
      Storage storage) {
    return inWordsOf(params, () -> Blocks.read(rows, features, reading, options(params, storage)));
  }

  /** How rows are read. */
  static Blocks.Options options(CommonParams params, Storage storage) {
    return new Blocks.Options(
        policy(params), params.blockBytes(), 0, params.getAggregationDepth(), false, storage);
  }

  /** What the reader refuses, in the words of parameters. */
  static <T> T inWordsOf(CommonParams params, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (UnusableDataException e) {
      throw new UnusableDataException(inWordsOf(choices(params), String.valueOf(e.getMessage())));
    }
  }

  /** What the engine refuses, which names keys of the configuration, in the names of parameters. */
  static <T> T inParameterNames(Supplier<T> training) {
    try {
      return training.get();
    } catch (UnusableDataException e) {
      throw new UnusableDataException(
          String.valueOf(e.getMessage()).replace("latent-dimensions", "latentDimensions"));
    }
  }

  /** What {@code handleInvalid} can be set to where a value is invalid. */
  static String choices(CommonParams params) {
    boolean keeps = params.handleInvalid().isValid().apply(CommonParams.KEEP).equals(true);
    return keeps ? "skip or keep" : "skip";
  }

  /** What happens to invalid values. */
  static InvalidPolicy policy(CommonParams params) {
    return switch (params.getHandleInvalid()) {
      case CommonParams.SKIP -> InvalidPolicy.SKIP;
      case CommonParams.KEEP -> InvalidPolicy.MISSING;
      default -> InvalidPolicy.FAIL;
    };
  }

  /**
   * A message of the reader, which names the key of the configuration: here it is a parameter.
   *
   * @param choices what the parameter can be set to
   */
  static String inWordsOf(String choices, String message) {
    return message
        .replace("input.invalid to skip or missing", "input.invalid to " + choices)
        .replace("input.invalid", "handleInvalid");
  }

  /**
   * What there is to say about data.
   *
   * @param groups of Gaussian columns
   */
  static List<String> warnings(Blocks blocks, DataProfile profile, List<TableSpec.Group> groups) {
    Set<Integer> gaussian =
        groups.stream().flatMap(group -> group.columns().stream()).collect(Collectors.toSet());
    int[] constant = Arrays.stream(profile.constantColumns()).filter(gaussian::contains).toArray();
    List<String> warnings =
        constantColumns(constant, blocks.columns(), "their variance is the covariance floor");
    for (TableSpec.Group group : groups) {
      CovarianceType type = group.covariance();
      boolean matrices = type == CovarianceType.FULL || type == CovarianceType.TIED;
      if (matrices && group.columns().size() >= profile.rows()) {
        warnings.add(
            String.format(
                "%d rows do not determine a covariance of %d columns;"
                    + " consider covarianceType diagonal",
                profile.rows(), group.columns().size()));
      }
    }
    return warnings;
  }

  /**
   * The warning of constant columns, if there are any; the list can be added to.
   *
   * @param consequence what becomes of them
   */
  static List<String> constantColumns(int[] constant, List<String> columns, String consequence) {
    List<String> warnings = new ArrayList<>();
    if (constant.length > 0) {
      String names =
          Arrays.stream(constant)
              .limit(NAMES)
              .mapToObj(columns::get)
              .collect(Collectors.joining(", "));
      String more = constant.length > NAMES ? " and " + (constant.length - NAMES) + " more" : "";
      warnings.add("constant columns: " + names + more + "; " + consequence);
    }
    return warnings;
  }

  /**
   * Completes a model that was trained: its parameters are already those of the estimator.
   *
   * @param summary of the training; its warnings are logged
   */
  static <M extends FittedModel<M, L, S>, L extends LatentModel<L>, S extends TrainingSummary>
      M finish(EstimatorSetters<M, ?> estimator, M model, S summary) {
    model.setParent(estimator);
    model.summarise(summary);
    summary.warnings().forEach(warning -> estimator.log().warn(warning));
    return model;
  }

  /** One pass of a model over a data set. */
  static DataFit measure(LatentModel<?> model, Blocks blocks) {
    if (blocks.columns().size() != model.dimensions()) {
      throw new UnusableDataException(
          String.format(
              "features: the data has %d, the model %d",
              blocks.columns().size(), model.dimensions()));
    }
    Statistics statistics = blocks.pass().eStep(model, "evaluating a model");
    double weight = statistics.get(LatentModel.WEIGHT);
    if (!(weight > 0)) {
      throw new UnusableDataException(
          "all " + blocks.rows() + " row weights are zero; at least one must be positive");
    }
    return DataFit.of(
        model.bound(statistics), blocks, weight, model.parameters(), model.figures(statistics));
  }

  /** What watches a training: one line an iteration, as Spark's own algorithms log them, gauges. */
  static List<TrainingListener> watchers(Logger log) {
    return watchers(new Log(log, "logLikelihood"));
  }

  /** The same where posteriors are not exact. */
  static List<TrainingListener> boundWatchers(Logger log) {
    return watchers(new Log(log, "bound"));
  }

  private static List<TrainingListener> watchers(Log log) {
    return List.of(log, new TrainingGauges(), new TrainingLog());
  }

  private record Log(Logger log, String figure) implements TrainingListener {
    @Override
    public TrainingListener of(String training) {
      return new Log(log, training + ": " + figure);
    }

    @Override
    public void iterated(Iteration iteration, LatentModel<?> model) {
      log.info(
          "{}@iter{}={}",
          figure,
          iteration.number(),
          iteration.bound().bound() * iteration.weight());
    }
  }
}
