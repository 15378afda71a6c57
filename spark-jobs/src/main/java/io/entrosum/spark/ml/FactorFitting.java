package io.entrosum.spark.ml;

import io.entrosum.family.NoiseType;
import io.entrosum.init.FactorSpec;
import io.entrosum.init.FactorTraining;
import io.entrosum.init.UnusableDataException;
import io.entrosum.model.FactorModel;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.InvalidPolicy;
import io.entrosum.spark.ReadData;
import io.entrosum.spark.ReadOnce;
import io.entrosum.spark.Storage;
import io.entrosum.train.SecondMomentsAggregation;
import io.entrosum.train.StoppingRule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How {@link ProbabilisticPca} and {@link FactorAnalysis} are trained. */
final class FactorFitting {
  /** As many as ever count for the memory of second moments. */
  private static final int MANY_PARTITIONS = 16;

  private FactorFitting() {}

  /** The constructor of a model. */
  interface Maker<M> {
    M of(String uid, FactorModel model, List<String> featureNames);
  }

  /** Trains; the blocks are released whatever happens. */
  static <M extends LinearGaussianModel<M>> M fit(
      FactorSetters<M, ?> estimator, FactorSpec spec, Dataset<?> dataset, Maker<M> maker) {
    FitCheckpoints checkpoints = FitCheckpoints.of(estimator, dataset);
    Dataset<Row> rows = dataset.toDF();
    FeatureColumns features = VectorSchema.weightedFeatures(estimator, rows.schema());
    int d = Arrays.stream(Blocks.widths(rows, features)).sum();
    checkFewer(spec.latentDimensions(), d);
    FactorSpec.Method method = training(estimator, spec).method(d, MANY_PARTITIONS);
    Storage storage = method == FactorSpec.Method.PASSES ? Storage.AUTO : Storage.DENSE;
    FactorTraining training = training(estimator, spec.with(method));
    Blocks.Options options = Fitting.options(estimator, storage);
    if (method == FactorSpec.Method.MOMENTS
        && options.invalid() != InvalidPolicy.MISSING
        && ReadOnce.suits(rows, options)) {
      SecondMomentsAggregation moments = new SecondMomentsAggregation(d);
      ReadOnce<SecondMomentsAggregation.Sum> read =
          Fitting.inWordsOf(
              estimator, () -> ReadOnce.of(rows, features, options, moments, "second moments"));
      int[] only = {spec.latentDimensions()};
      FactorTraining.Outcome outcome =
          Fitting.inParameterNames(() -> training.fromSum(read.sum(), only).get(0));
      return finish(estimator, outcome, read, rows, maker);
    }
    try (Blocks blocks = Fitting.read(estimator, rows, features, null, storage)) {
      return finish(estimator, run(training, method, blocks, checkpoints), blocks, rows, maker);
    }
  }

  private static <M extends LinearGaussianModel<M>> M finish(
      FactorSetters<M, ?> estimator,
      FactorTraining.Outcome outcome,
      ReadData read,
      Dataset<Row> rows,
      Maker<M> maker) {
    FactorModel fitted = outcome.result().model();
    M model =
        estimator.copyValues(maker.of(estimator.uid(), fitted, read.columns()), ParamMap.empty());
    return Fitting.finish(
        estimator,
        model,
        new FactorSummary(
            model.transform(rows),
            DataFit.of(outcome.result(), read),
            TrainingCourse.of(outcome.result(), warnings(outcome, read.columns())),
            outcome.method(),
            read.sparse() ? Storage.SPARSE : Storage.DENSE));
  }

  private static FactorTraining training(FactorSetters<?, ?> estimator, FactorSpec spec) {
    return FactorTraining.of(
        spec,
        new StoppingRule(estimator.getMaxIter(), estimator.getTol()),
        Fitting.watchers(estimator.log()));
  }

  /** Refuses as many factors as features; the engine would too, after reading. */
  static void checkFewer(int latentDimensions, int features) {
    if (latentDimensions >= features) {
      throw new UnusableDataException(
          String.format(
              "latentDimensions: must be less than the %d features but was %d",
              features, latentDimensions));
    }
  }

  /** Checkpoints are kept where each iteration is a pass; moments cost a single one. */
  private static FactorTraining.Outcome run(
      FactorTraining training,
      FactorSpec.Method method,
      Blocks blocks,
      FitCheckpoints checkpoints) {
    FactorTraining.Holes holes =
        blocks.missingValues() > 0 ? FactorTraining.Holes.POSSIBLE : FactorTraining.Holes.NONE;
    if (method == FactorSpec.Method.MOMENTS && holes == FactorTraining.Holes.NONE) {
      return Fitting.inParameterNames(() -> training.run(blocks.pass(), holes));
    }
    return Fitting.inParameterNames(
        () ->
            checkpoints.keep(
                blocks, Map.of(), course -> training.in(course).run(blocks.pass(), holes)));
  }

  /** What there is to say about the data. */
  private static List<String> warnings(FactorTraining.Outcome outcome, List<String> columns) {
    FactorModel model = outcome.result().model();
    List<String> warnings =
        Fitting.constantColumns(
            outcome.constantColumns(),
            columns,
            model.noiseType() == NoiseType.ISOTROPIC
                ? "they lower the noise variance of the others"
                : "their variance is the noise floor");
    long free = (long) model.dimensions() - model.latentDimensions();
    if (model.noiseType() == NoiseType.DIAGONAL
        && free * free < model.dimensions() + model.latentDimensions()) {
      warnings.add(
          String.format(
              "%d factors of %d columns: covariance and likelihood are right, but loadings are not"
                  + " unique",
              model.latentDimensions(), model.dimensions()));
    }
    return warnings;
  }
}
