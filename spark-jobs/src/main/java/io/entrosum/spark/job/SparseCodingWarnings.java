package io.entrosum.spark.job;

import io.entrosum.init.CodingOutcome;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;
import java.util.List;

/** What a user should know about the data and the result of sparse coding, a line each. */
final class SparseCodingWarnings {
  private static final int NAMES = 12;

  /** The share of energy in the means of columns that is worth a warning. */
  private static final double LARGE_MEAN = .1;

  private SparseCodingWarnings() {}

  /** Warnings that need no training. */
  static void before(JobContext context, SparseCodingConfig model, int latents, long rows) {
    if (latents > rows && rows > 0) {
      context.warn(
          Numbers.format(
              "%s for %s: each row can have a field of its own (fewer model.latent-dimensions)",
              Numbers.count(latents, "latent"), Numbers.count(rows, "row")));
    }
    int annealed = model.annealing().schedule().length();
    int most = context.config().training().stopping().maxIterations();
    if (annealed > 0 && most <= annealed) {
      context.warn(
          Numbers.format(
              "training ends while annealing lasts: that has %s, training.max-iterations is %d"
                  + " (more of these, or fewer training.annealing.iterations)",
              Numbers.count(annealed, "iteration"), most));
    }
  }

  /** Warnings about the data and the result. */
  static void after(
      JobContext context,
      SparseCodingConfig model,
      SparseCodingTraining.Outcome outcome,
      List<String> columns) {
    TrainingResult<SparseCodingModel> result = outcome.result();
    data(
        context,
        outcome,
        columns,
        "another training.seed, more training.restarts, less training.annealing, or a lower"
            + " model.noise-floor");
    TrainingWarnings.noiseFloor(context, model.noiseFloor(), result);
    for (ModelEvent event : result.events()) {
      if (event.kind() == ModelEvent.Kind.DEAD_LATENT) {
        context.warn(
            event.message()
                + " (fewer model.latent-dimensions, or training.dead-latents = reseed)");
      }
    }
    long unfinished = SparseCodingReport.unfinishedRows(result);
    if (unfinished > 0) {
      context.warn(
          Numbers.format(
              "codes of %s were not sought to the end: the bound may be a little higher than said",
              Numbers.count(unfinished, "row")));
    }
    TrainingWarnings.stopped(context, result);
  }

  /**
   * Warnings about the data, and a model that explains nothing of them.
   *
   * @param remedy for that
   */
  static void data(
      JobContext context, CodingOutcome<?> outcome, List<String> columns, String remedy) {
    means(context, outcome.meanShare());
    constantColumns(context, outcome, columns);
    nothingExplained(context, outcome, remedy);
  }

  private static void nothingExplained(
      JobContext context, CodingOutcome<?> outcome, String remedy) {
    double bound = outcome.result().bound().bound();
    double noise = outcome.noiseAlone();
    if (!(bound > noise)) {
      context.warn(
          Numbers.format(
              "the latents explain nothing: the bound is %.6g, noise alone has %.6g (%s)",
              bound, noise, remedy));
    }
  }

  private static void means(JobContext context, double share) {
    if (share > LARGE_MEAN) {
      context.warn(
          Numbers.format(
              "%.0f %% of the energy of the data is in the means of its columns, and sparse coding"
                  + " has no mean: it spends latents on it (subtract it before, e.g. with Spark's"
                  + " StandardScaler, or cut patches without --keep-mean)",
              100 * share));
    }
  }

  private static void constantColumns(
      JobContext context, CodingOutcome<?> outcome, List<String> columns) {
    List<String> constant =
        Arrays.stream(outcome.profile().constantColumns()).mapToObj(columns::get).toList();
    if (!constant.isEmpty()) {
      context.warn(
          Numbers.format(
              "%s %s the same value in every row: %s; there is nothing to code in %s, and the noise"
                  + " variance is off (input.exclude leaves columns out)",
              Numbers.count(constant.size(), "column"),
              constant.size() == 1 ? "has" : "have",
              Numbers.names(constant, NAMES),
              constant.size() == 1 ? "it" : "them"));
    }
  }
}
