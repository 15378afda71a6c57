package io.entrosum.spark.job;

import io.entrosum.family.CovarianceType;
import io.entrosum.init.TableSpec;

/**
 * What training a mixture takes, in bytes: known before anything is read.
 *
 * @param parameters about the number of free parameters
 * @param statistics one sum of sufficient statistics
 * @param model the parameters with the factors that the kernels need
 * @param driver the model before and after an M-step, and the sums being merged
 * @param task the model, a sum and a block with its scratch memory
 */
record MemoryEstimate(
    double parameters, double statistics, double model, double driver, double task) {
  /** Rows, weights and the like. */
  private static final int SCALARS = 5;

  private static final double BLOCK = 4 << 20;

  static MemoryEstimate of(TableSpec table, int components, int partitions) {
    double k = components;
    double others = k * table.otherStatistics();
    double parameters = k - 1 + others;
    double sums = SCALARS + k + others;
    double numbers = k + 3 * others;
    for (TableSpec.Group group : table.gaussianGroups()) {
      int d = group.columns().size();
      parameters += k * d + group.covariance().parameters(components, d);
      sums += 1 + k * d + moments(group.covariance(), k, d);
      numbers += k * d + 2 * covariances(group.covariance(), k, d);
    }
    double statistics = 8 * sums;
    double model = 8 * numbers;
    return new MemoryEstimate(
        parameters,
        statistics,
        model,
        2 * model + statistics * Math.max(2, Math.min(partitions, 16)),
        model + statistics + BLOCK);
  }

  private static double moments(CovarianceType type, double k, double d) {
    return switch (type) {
      case FULL -> k * d * d;
      case TIED -> d * d + k * k;
      case DIAGONAL, SPHERICAL -> k * d;
    };
  }

  private static double covariances(CovarianceType type, double k, double d) {
    return switch (type) {
      case FULL -> k * d * d;
      case TIED -> d * d;
      case DIAGONAL -> k * d;
      case SPHERICAL -> k;
    };
  }

  /**
   * Refuses what cannot work.
   *
   * @throws JobException if a sum does not fit into an array or the least need exceeds the heap
   */
  void refuseTooLarge(ModelConfig model, TableSpec table) {
    long heap = Runtime.getRuntime().maxMemory();
    double least = 2 * this.model + 2 * statistics;
    if (statistics / 8 > Integer.MAX_VALUE - 8 || least > heap) {
      boolean grouped = !table.groups().isEmpty();
      throw JobException.usage(
          Numbers.format(
              "%s: %d components with %s over %d columns need at least"
                  + " %s on the driver, which has %s (use fewer components, %sdiagonal covariances,"
                  + " or more memory)",
              grouped ? "model.groups" : "model.covariance",
              model.components(),
              grouped
                  ? Numbers.count(table.gaussianGroups().size(), "group")
                  : model.covariance().label() + " covariances",
              table.columns().size(),
              Numbers.bytes(least),
              Numbers.bytes((double) heap),
              grouped ? "smaller groups, " : ""));
    }
  }
}
