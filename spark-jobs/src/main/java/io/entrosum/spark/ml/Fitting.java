package io.entrosum.spark.ml;

import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.GaussianMixtureTraining;
import io.entrosum.init.InitMode;
import io.entrosum.init.UnusableDataException;
import io.entrosum.model.LatentModel;
import io.entrosum.model.Mixture;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.stats.Statistics;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Iteration;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;

/** What an estimator and a model run on a data set: training and evaluation. */
final class Fitting {
  private Fitting() {}

  /** Trains; the blocks are released whatever happens. */
  static GaussianMixtureModel fit(GaussianMixture estimator, Dataset<?> dataset) {
    GaussianMixtureSpec spec = spec(estimator);
    StoppingRule rule = new StoppingRule(estimator.getMaxIter(), estimator.getTol());
    int starts = spec.initialModel() == null ? estimator.getNumInit() : 1;
    Dataset<Row> rows = dataset.toDF();
    try (Blocks blocks = read(estimator, rows)) {
      DataProfile profile = DataProfile.of(blocks.pass(), spec.components());
      TrainingResult<Mixture> result =
          new GaussianMixtureTraining(spec, rule, starts, List.of(new Log(estimator.log())))
              .run(blocks.pass(), profile);
      GaussianMixtureModel model =
          estimator.copyValues(
              new GaussianMixtureModel(estimator.uid(), result.model(), blocks.columns()),
              ParamMap.empty());
      model.set(model.k(), result.model().count());
      model.setParent(estimator);
      model.summarise(
          new GaussianMixtureSummary(
              model.transform(rows),
              model,
              result,
              blocks.skippedRows(),
              warnings(blocks, profile, spec)));
      model.summary().warnings().forEach(warning -> estimator.log().warn(warning));
      return model;
    }
  }

  private static Blocks read(GaussianMixtureParams params, Dataset<Row> rows) {
    FeatureColumns features = GaussianMixtureSchema.weightedFeatures(params, rows.schema());
    boolean skip = params.getHandleInvalid().equals(GaussianMixtureParams.SKIP);
    Blocks.Options options =
        new Blocks.Options(
            skip ? InvalidPolicy.SKIP : InvalidPolicy.FAIL,
            params.blockBytes(),
            0,
            params.getAggregationDepth(),
            false);
    try {
      return Blocks.read(rows, features, options);
    } catch (UnusableDataException e) {
      // the reader names the key of the configuration; here it is a parameter, with fewer choices
      throw new UnusableDataException(
          String.valueOf(e.getMessage())
              .replace("input.invalid to skip or missing", "input.invalid to skip")
              .replace("input.invalid", "handleInvalid"));
    }
  }

  private static GaussianMixtureSpec spec(GaussianMixture estimator) {
    InitMode mode = InitMode.of(estimator.getInitMode());
    CovarianceType covariance = CovarianceType.of(estimator.getCovarianceType());
    Mixture start = mode == InitMode.MODEL ? start(estimator, covariance) : null;
    return new GaussianMixtureSpec(
        estimator.getK(),
        covariance,
        estimator.getCovarianceFloor(),
        mode,
        start,
        estimator.getSeed());
  }

  private static Mixture start(GaussianMixture estimator, CovarianceType covariance) {
    GaussianMixtureModel model = estimator.getInitialModel();
    if (model == null) {
      throw new IllegalArgumentException(
          "initialModel: must be set where initMode is model; give a model or its path");
    }
    Mixture mixture = model.mixture();
    if (mixture.count() != estimator.getK()) {
      throw new IllegalArgumentException(
          String.format(
              "k: must be the %d of initialModel but was %d", mixture.count(), estimator.getK()));
    }
    CovarianceType given = ((GaussianComponents) mixture.components()).covarianceType();
    if (given != covariance) {
      throw new IllegalArgumentException(
          String.format(
              "covarianceType: must be the %s of initialModel but was %s",
              given.label(), covariance.label()));
    }
    return mixture;
  }

  private static List<String> warnings(
      Blocks blocks, DataProfile profile, GaussianMixtureSpec spec) {
    List<String> warnings = new ArrayList<>();
    int[] constant = profile.constantColumns();
    if (constant.length > 0) {
      warnings.add(
          Arrays.stream(constant)
              .mapToObj(j -> blocks.columns().get(j))
              .collect(
                  Collectors.joining(
                      ", ", "constant columns: ", "; their variance is the covariance floor")));
    }
    boolean matrices =
        spec.covariance() == CovarianceType.FULL || spec.covariance() == CovarianceType.TIED;
    if (matrices && blocks.columns().size() >= profile.rows()) {
      warnings.add(
          String.format(
              "%d rows do not determine a covariance of %d columns;"
                  + " consider covarianceType diagonal",
              profile.rows(), blocks.columns().size()));
    }
    return warnings;
  }

  /** One pass of a model over a data set. */
  static GaussianMixtureEvaluation evaluate(GaussianMixtureModel model, Dataset<?> dataset) {
    model.transformSchema(dataset.schema());
    Dataset<Row> rows = dataset.toDF();
    Mixture mixture = model.mixture();
    try (Blocks blocks = read(model, rows)) {
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
      return new GaussianMixtureEvaluation(
          model.transform(rows),
          model,
          0,
          GaussianMixtureEvaluation.Fit.of(
              mixture.bound(statistics),
              blocks.rows(),
              blocks.skippedRows(),
              weight,
              mixture.parameters()));
    }
  }

  /** One line an iteration, as Spark's own algorithms log them. */
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
