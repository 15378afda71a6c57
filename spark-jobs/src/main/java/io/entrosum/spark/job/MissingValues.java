package io.entrosum.spark.job;

import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.GaussianComponents;
import io.entrosum.init.TableSpec;
import io.entrosum.spark.InvalidPolicy;

/**
 * Refuses {@code input.invalid = missing} and {@code score.fill = true} where a model has no use
 * for missing values.
 */
final class MissingValues {
  private MissingValues() {}

  /**
   * Checks a model that is there.
   *
   * @throws JobException if values may be missing, and it cannot marginalise them
   */
  static void check(InputConfig input, SavedModel saved) {
    check(input, saved.marginalises());
  }

  private static void check(InputConfig input, boolean marginalises) {
    if (input.invalid() == InvalidPolicy.MISSING && !marginalises) {
      throw JobException.usage(
          "input.invalid: missing is not supported by this model (set it to fail or skip)");
    }
  }

  /**
   * Checks that missing values, if they are to be filled in, are not refused.
   *
   * @throws JobException if they are
   */
  static void checkFill(JobConfig config) {
    InvalidPolicy invalid = config.input().invalid();
    if (config.score().fill() && invalid != InvalidPolicy.MISSING) {
      throw JobException.usage(
          "score.fill: true needs input.invalid = missing but it is "
              + invalid.label()
              + " (set input.invalid to missing, or score.fill to false)");
    }
  }

  /**
   * Checks that a model has something to fill in where a value is missing, if that is wanted.
   *
   * @throws JobException if it has not, for some column
   */
  static void checkFill(ScoreConfig score, SavedModel saved) {
    for (int j = 0; score.fill() && j < saved.columns().size(); j++) {
      String problem = saved.fillProblem(j);
      if (problem != null) {
        throw JobException.usage(
            "score.fill: column "
                + saved.columns().get(j)
                + " cannot be filled in: "
                + problem
                + " (train it with another family, or set score.fill to false)");
      }
    }
  }

  /**
   * Checks a model that is to be trained, by the least one of its kind.
   *
   * @throws JobException if values may be missing, and it cannot marginalise them
   */
  static void check(InputConfig input, TableSpec table) {
    double[] scales = {1};
    CovarianceFloor floor = CovarianceFloor.relativeTo(table.covarianceFloor(), scales);
    for (TableSpec.Group group : table.gaussianGroups()) { // all others can
      double[] means = {0};
      check(
          input,
          GaussianComponents.at(group.covariance(), 1, 1, means, scales, floor).marginalises());
    }
  }
}
