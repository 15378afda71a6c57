package io.entrosum.spark.job;

import io.entrosum.family.Components;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.GaussianComponents;
import io.entrosum.init.TableSpec;
import io.entrosum.spark.InvalidPolicy;

/** Refuses {@code input.invalid = missing} where a model has no use for missing values. */
final class MissingValues {
  private MissingValues() {}

  /**
   * Checks the components of a model that is there.
   *
   * @throws JobException if values may be missing, and these components cannot marginalise them
   */
  static void check(InputConfig input, Components components) {
    if (input.invalid() == InvalidPolicy.MISSING && !components.marginalises()) {
      throw JobException.usage("input.invalid: missing is not supported by this model");
    }
  }

  /**
   * Checks a model that is to be trained, by the least one of its kind.
   *
   * @throws JobException if values may be missing, and it cannot marginalise them
   */
  static void check(InputConfig input, TableSpec table) {
    if (table.gaussians() > 0) { // all others can
      double[] scales = {1};
      CovarianceFloor floor = CovarianceFloor.relativeTo(table.covarianceFloor(), scales);
      check(
          input, GaussianComponents.at(table.covariance(), 1, 1, new double[] {0}, scales, floor));
    }
  }
}
