package io.entrosum.spark.ml;

import io.entrosum.coding.PosteriorType;
import io.entrosum.coding.SearchLimits;
import io.entrosum.init.DriverMemory;
import io.entrosum.init.SparseCodingSpec;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.Storage;
import io.entrosum.train.Annealing;
import io.entrosum.train.StoppingRule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a {@link SparseCoding} is trained. */
final class SparseCodingFitting {
  /** Of the energy of the data in its means, from which on a user should know. */
  private static final double MUCH_MEAN = .1;

  private SparseCodingFitting() {}

  /** Trains; the blocks are released whatever happens. */
  static SparseCodingModel fit(SparseCoding estimator, Dataset<?> dataset) {
    FitCheckpoints checkpoints = FitCheckpoints.of(estimator, dataset);
    Dataset<Row> rows = dataset.toDF();
    FeatureColumns features = VectorSchema.weightedFeatures(estimator, rows.schema());
    int h = estimator.getLatentDimensions();
    SparseCodingSpec spec = spec(estimator);
    checkMemory(Arrays.stream(Blocks.widths(rows, features)).sum(), h, estimator.getNumInit());
    Blocks.Options options =
        Fitting.options(estimator, Storage.DENSE).withWarmStart(2 * h, estimator.getNumInit());
    try (Blocks blocks =
        Fitting.inWordsOf(estimator, () -> Blocks.read(rows, features, null, options))) {
      SparseCodingTraining training =
          SparseCodingTraining.of(
              spec,
              new StoppingRule(estimator.getMaxIter(), estimator.getTol()),
              Fitting.boundWatchers(estimator.log()));
      SparseCodingTraining.Outcome outcome =
          Fitting.inParameterNames(
              () ->
                  checkpoints.keep(
                      blocks, Map.of(), course -> training.in(course).run(blocks.pass())));
      return finish(estimator, outcome, blocks, rows);
    }
  }

  private static SparseCodingModel finish(
      SparseCoding estimator,
      SparseCodingTraining.Outcome outcome,
      Blocks blocks,
      Dataset<Row> rows) {
    io.entrosum.model.SparseCodingModel fitted = outcome.result().model();
    SparseCodingModel model =
        estimator.copyValues(
            new SparseCodingModel(estimator.uid(), fitted, blocks.columns()), ParamMap.empty());
    return Fitting.finish(
        estimator,
        model,
        new SparseCodingSummary(
            model.transform(rows),
            DataFit.of(outcome.result(), blocks),
            TrainingCourse.of(outcome.result(), warnings(outcome, blocks.columns())),
            fitted.dead().length));
  }

  /** Refuses before reading what the engine would refuse after it. */
  private static void checkMemory(int d, int h, int trainings) {
    DriverMemory memory = SparseCodingTraining.driverMemory(d, h, 1, trainings);
    if (!memory.fits()) {
      throw memory.refusal(
          "latentDimensions: " + h + " with " + d + " features",
          "fewer latents or more memory (spark.driver.memory)");
    }
  }

  /** Refuses parameters that do not go together. */
  static void check(SparseCodingParams params) {
    if (!method(params).anneals() && annealing(params).length() > 0) {
      throw new IllegalArgumentException(
          "annealing: must be none for method = "
              + params.getMethod()
              + ", which maximises no weighted bound, but was "
              + params.getAnnealing()
              + " (method = quasi-newton or columns)");
    }
  }

  private static DictionaryMethod method(SparseCodingParams params) {
    return named(DictionaryMethod.values(), DictionaryMethod::label, params.getMethod());
  }

  private static SparseCodingSpec spec(SparseCodingParams params) {
    return new SparseCodingSpec(
        params.getLatentDimensions(),
        named(PosteriorType.values(), PosteriorType::label, params.getPosterior()),
        method(params),
        named(SparseCodingSpec.Start.values(), SparseCodingSpec.Start::label, params.getInitMode()),
        annealing(params),
        SearchLimits.training(params.getPosteriorSteps(), params.getPosteriorTolerance()),
        params.getNoiseFloor(),
        named(
            SparseCodingSpec.DeadLatents.values(),
            SparseCodingSpec.DeadLatents::label,
            params.getDeadLatents()),
        params.getNumInit(),
        params.getSeed());
  }

  private static Annealing annealing(SparseCodingParams params) {
    return switch (params.getAnnealing()) {
      case SparseCodingParams.PRIOR -> Annealing.prior(params.getAnnealingIterations());
      case SparseCodingParams.LIKELIHOOD -> Annealing.likelihood(params.getAnnealingIterations());
      default -> Annealing.NONE;
    };
  }

  /** The constant of a name; the parameter takes no other. */
  private static <T> T named(T[] constants, Function<T, String> label, String name) {
    return Arrays.stream(constants)
        .filter(constant -> label.apply(constant).equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** What there is to say about the data and what became of it. */
  private static List<String> warnings(SparseCodingTraining.Outcome outcome, List<String> columns) {
    List<String> warnings =
        Fitting.constantColumns(
            outcome.profile().constantColumns(),
            columns,
            "they lower the noise variance of the others");
    if (outcome.meanShare() > MUCH_MEAN) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%.0f %% of the energy of the features is that of their means, which sparse coding"
                  + " does not model; subtract them (StandardScaler with withMean, or whitening)",
              100 * outcome.meanShare()));
    }
    double bound = outcome.result().bound().bound();
    double noise = outcome.noiseAlone();
    if (!(bound > noise)) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the latents explain nothing: the bound is %.6g, noise alone has %.6g; use another seed"
                  + " or more starts (numInit), less annealing (annealingIterations), or less"
                  + " noiseFloor",
              bound,
              noise));
    }
    double unfinished = outcome.result().figures().getOrDefault("unfinishedRows", 0.0);
    if (unfinished > 0) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "the posteriors of %.0f rows were not sought to the end; the bound is too low by that",
              unfinished));
    }
    return warnings;
  }
}
