package io.entrosum.spark.ml;

import io.entrosum.family.CovarianceType;
import io.entrosum.init.TableSpec;
import io.entrosum.init.UnusableDataException;
import io.entrosum.model.LatentModel;
import io.entrosum.model.Mixture;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.stats.Statistics;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Iteration;
import io.entrosum.train.TrainingListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What training and evaluation of all mixtures share. */
final class Fitting {
  private Fitting() {}

  /**
   * Reads a data set as the parameters say.
   *
   * @param reading what the values may be; null: numbers
   */
  static Blocks read(
      CommonParams params,
      Dataset<Row> rows,
      FeatureColumns features,
      @Nullable ColumnReading reading) {
    Blocks.Options options =
        new Blocks.Options(
            policy(params), params.blockBytes(), 0, params.getAggregationDepth(), false);
    try {
      return Blocks.read(rows, features, reading, options);
    } catch (UnusableDataException e) {
      boolean keeps = params.handleInvalid().isValid().apply(CommonParams.KEEP).equals(true);
      throw new UnusableDataException(
          inWordsOf(keeps ? "skip or keep" : "skip", String.valueOf(e.getMessage())));
    }
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
    List<String> warnings = new ArrayList<>();
    Set<Integer> gaussian =
        groups.stream().flatMap(group -> group.columns().stream()).collect(Collectors.toSet());
    int[] constant = Arrays.stream(profile.constantColumns()).filter(gaussian::contains).toArray();
    if (constant.length > 0) {
      warnings.add(
          Arrays.stream(constant)
              .mapToObj(j -> blocks.columns().get(j))
              .collect(
                  Collectors.joining(
                      ", ", "constant columns: ", "; their variance is the covariance floor")));
    }
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
   * One pass of a mixture over a data set.
   *
   * @param predictions the scored rows
   */
  static MixtureEvaluation evaluate(
      CommonParams model, Mixture mixture, Blocks blocks, Dataset<Row> predictions) {
    if (blocks.columns().size() != mixture.dimensions()) {
      throw new UnusableDataException(
          String.format(
              "features: the data has %d, the model %d",
              blocks.columns().size(), mixture.dimensions()));
    }
    Statistics statistics = blocks.pass().eStep(mixture, "evaluating a mixture");
    double weight = statistics.get(LatentModel.WEIGHT);
    if (!(weight > 0)) {
      throw new UnusableDataException(
          "all " + blocks.rows() + " row weights are zero; at least one must be positive");
    }
    return new MixtureEvaluation(
        predictions,
        model,
        mixture.count(),
        0,
        MixtureEvaluation.Fit.of(
            mixture.bound(statistics),
            MixtureEvaluation.Counts.of(blocks),
            weight,
            mixture.parameters()));
  }

  /** Writes one line an iteration, as Spark's own algorithms log them. */
  static TrainingListener log(Logger log) {
    return new Log(log);
  }

  private record Log(Logger log) implements TrainingListener {
    @Override
    public void iterated(Iteration iteration, LatentModel<?> model) {
      log.info(
          "logLikelihood@iter{}={}",
          iteration.number(),
          iteration.bound().bound() * iteration.weight());
    }
  }
}
