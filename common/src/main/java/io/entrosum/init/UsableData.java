package io.entrosum.init;

import io.entrosum.train.DataProfile;
import java.util.Arrays;
import java.util.function.IntPredicate;

/** What every training refuses of data, once it has been profiled. */
final class UsableData {
  /** Floors and products of variances below this lose digits, or all of them. */
  private static final double LEAST_VARIANCE = 1e-280;

  private UsableData() {}

  /**
   * Refuses data without rows or without weight.
   *
   * @throws UnusableDataException if there is none
   */
  static void checkWeight(long rows, double weight) {
    if (rows == 0) {
      throw new UnusableDataException("the input has no rows");
    }
    if (!(weight > 0)) {
      throw new UnusableDataException(
          "all " + rows + " row weights are zero; at least one must be positive");
    }
  }

  /**
   * Refuses columns without a value and those whose variance overflows.
   *
   * @param variances of the columns, NaN where one has no value
   * @throws UnusableDataException if one is not finite
   */
  static void checkFinite(double[] variances) {
    for (int j = 0; j < variances.length; j++) {
      if (Double.isNaN(variances[j])) {
        throw new UnusableDataException(
            "column number " + (j + 1) + " has no value in any row; leave it out");
      }
      if (!Double.isFinite(variances[j])) {
        throw new UnusableDataException(
            "the variance of column number " + (j + 1) + " overflows; rescale the column");
      }
    }
  }

  /**
   * Refuses columns whose values differ, but whose variance underflows.
   *
   * @param variances of the columns; one of 0 is that of a constant column
   * @throws UnusableDataException if there is one
   */
  static void checkUnderflow(double[] variances) {
    for (int j = 0; j < variances.length; j++) {
      refuseUnderflow(j, variances[j] > 0 && variances[j] < LEAST_VARIANCE);
    }
  }

  /** The same for the columns of a profile that are asked for. */
  static void checkUnderflow(DataProfile profile, IntPredicate asked) {
    double[] variances = profile.variances();
    double[] least = profile.least();
    double[] largest = profile.largest();
    for (int j = 0; j < variances.length; j++) {
      refuseUnderflow(j, asked.test(j) && least[j] < largest[j] && variances[j] < LEAST_VARIANCE);
    }
  }

  private static void refuseUnderflow(int column, boolean underflows) {
    if (underflows) {
      throw new UnusableDataException(
          "the variance of column number " + (column + 1) + " underflows; rescale the column");
    }
  }

  /**
   * Refuses rows that are all equal.
   *
   * @throws UnusableDataException if no variance is positive
   */
  static void checkVariance(double[] variances) {
    if (Arrays.stream(variances).noneMatch(v -> v > 0)) {
      throw new UnusableDataException("all rows are equal; there is no variance to explain");
    }
  }
}
