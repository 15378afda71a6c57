package io.entrosum.spark.job;

import io.entrosum.family.CovarianceType;
import io.entrosum.family.NoiseType;
import io.entrosum.init.TableSpec;
import io.entrosum.model.Mixture;
import io.entrosum.spark.Blocks;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.DataProfile;
import io.entrosum.train.StopReason;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;
import java.util.List;

/** What a user should know about data and results, a line each. */
final class TrainingWarnings {
  private static final int NAMES = 12;
  private static final List<TableSpec.Group> NO_GROUPS = List.of();

  private TrainingWarnings() {}

  /** Warnings about the data. */
  static void before(
      JobContext context,
      MixtureConfig model,
      TableSpec table,
      Blocks blocks,
      DataProfile profile) {
    if (profile.rows() > 0 && profile.weight() > 0) {
      List<String> constant =
          Arrays.stream(profile.constantColumns())
              .filter(j -> table.columns().get(j).family().equals(TableSpec.GAUSSIAN))
              .mapToObj(blocks.columns()::get)
              .toList();
      if (!constant.isEmpty() && model.factors() != null) {
        constantColumns(context, constant, model.factors().noise(), model.factors().noiseFloor());
      } else if (!constant.isEmpty()) {
        context.warn(
            Numbers.format(
                "%s %s the same value in every row: %s; the covariance floor keeps %s variance at"
                    + " %.0e of the mean variance of the other columns%s (input.exclude leaves"
                    + " columns out)",
                Numbers.count(constant.size(), "column"),
                constant.size() == 1 ? "has" : "have",
                Numbers.names(constant, NAMES),
                constant.size() == 1 ? "its" : "their",
                table.covarianceFloor(),
                table.groups().isEmpty() ? "" : " of the group"));
      }
    }
    for (TableSpec.Group group : model.factors() == null ? table.gaussianGroups() : NO_GROUPS) {
      CovarianceType type = group.covariance();
      boolean matrices = type == CovarianceType.FULL || type == CovarianceType.TIED;
      int columns = group.columns().size();
      if (matrices && columns >= profile.rows()) {
        context.warn(
            Numbers.format(
                "%s%d columns but only %s: %s covariances are singular, and rest on the covariance"
                    + " floor (diagonal ones would not)",
                group.name().isEmpty() ? "" : "group " + group.name() + ": ",
                columns,
                Numbers.count(profile.rows(), "row"),
                type.label()));
      }
    }
  }

  /** Warnings about the result. */
  static void after(JobContext context, MixtureConfig model, TrainingResult<Mixture> result) {
    long removed = removed(model, result);
    if (removed > 0) {
      context.warn(
          Numbers.format(
              "%d of %s lost all rows and %s removed",
              removed,
              Numbers.count(model.components(), "component"),
              removed == 1 ? "was" : "were"));
    }
    long raised = raised(result);
    if (raised > 0) {
      context.warn(
          Numbers.format(
              "the covariance floor of %.0e holds: %s of the covariances were raised to it"
                  + " (model.covariance-floor)",
              model.covarianceFloor(), Numbers.count(raised, "direction")));
    }
    long bounded = bounded(result);
    if (bounded > 0) {
      context.warn(
          Numbers.format(
              "%s at the bound of %.0e: their likelihood has no maximum, and the gap is what the"
                  + " bound costs (model.parameter-floor)",
              Numbers.count(bounded, "parameter"), model.parameterFloor()));
    }
    if (model.factors() != null) {
      noiseFloor(context, model.factors().noiseFloor(), result);
    }
    stopped(context, result);
  }

  /** Says which columns are constant, where noise has a floor. */
  static void constantColumns(
      JobContext context, List<String> constant, NoiseType noise, double floor) {
    if (constant.isEmpty()) {
      return;
    }
    if (noise == NoiseType.ISOTROPIC) {
      context.warn(
          Numbers.format(
              "%s %s the same value in every row: %s; all they do is lower the noise variance"
                  + " (input.exclude leaves columns out)",
              Numbers.count(constant.size(), "column"),
              constant.size() == 1 ? "has" : "have",
              Numbers.names(constant, NAMES)));
      return;
    }
    context.warn(
        Numbers.format(
            "%s %s the same value in every row: %s; the noise floor keeps %s variance at %.0e of"
                + " the mean variance of the other columns (input.exclude leaves columns out)",
            Numbers.count(constant.size(), "column"),
            constant.size() == 1 ? "has" : "have",
            Numbers.names(constant, NAMES),
            constant.size() == 1 ? "its" : "their",
            floor));
  }

  /** Says how many noise variances are at their floor. */
  static void noiseFloor(JobContext context, double floor, TrainingResult<?> result) {
    long raised = noiseRaised(result);
    if (raised > 0) {
      context.warn(
          Numbers.format(
              "the noise floor of %.0e holds: %s raised to it, and the gap is what that costs"
                  + " (fewer model.latent-dimensions, or model.noise-floor)",
              floor, raised == 1 ? "1 noise variance was" : raised + " noise variances were"));
    }
  }

  /** Says why a training ended, if that is worth a warning. */
  static void stopped(JobContext context, TrainingResult<?> result) {
    if (result.stopReason() == StopReason.MAX_ITERATIONS) {
      context.warn(
          Numbers.format(
              "not converged after %s (training.max-iterations, training.tolerance)",
              result.iterationsText()));
    } else if (result.stopReason() == StopReason.BOUND_FELL) {
      context.warn(
          "the last step would have lowered the bound (rounding, or data at the limits of double precision); the model before it is kept");
    }
  }

  /** The number of components that lost all their rows, at the start or in training. */
  static long removed(MixtureConfig model, TrainingResult<Mixture> result) {
    return (long) model.components() - result.model().count();
  }

  /** The number of directions at the floor in the end. */
  static long raised(TrainingResult<?> result) {
    return count(result, ModelEvent.Kind.COVARIANCE_FLOOR);
  }

  /** The number of noise variances at the floor in the end. */
  static long noiseRaised(TrainingResult<?> result) {
    return count(result, ModelEvent.Kind.NOISE_FLOOR);
  }

  /** The number of parameters of other families at their bound in the end. */
  static long bounded(TrainingResult<?> result) {
    return count(result, ModelEvent.Kind.PARAMETER_BOUND);
  }

  private static long count(TrainingResult<?> result, ModelEvent.Kind kind) {
    return result.events().stream()
        .filter(event -> event.kind() == kind)
        .mapToLong(ModelEvent::count)
        .sum();
  }
}
