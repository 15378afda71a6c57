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
  private static final int SCALARS = 6;

  private static final double BLOCK = 4 << 20;

  static MemoryEstimate of(TableSpec table, int components, int partitions) {
    CovarianceType type = table.covariance();
    double k = components;
    double d = table.gaussians();
    double others = k * table.otherStatistics();
    double moments =
        switch (type) {
          case FULL -> k * d * d;
          case TIED -> d * d + k * k;
          case DIAGONAL, SPHERICAL -> k * d;
        };
    double statistics = 8 * (SCALARS + k + k * d + moments + others);
    double covariances =
        switch (type) {
          case FULL -> k * d * d;
          case TIED -> d * d;
          case DIAGONAL -> k * d;
          case SPHERICAL -> k;
        };
    double model = 8 * (k + k * d + 2 * covariances + 3 * others);
    return new MemoryEstimate(
        k - 1 + k * d + type.parameters(components, table.gaussians()) + others,
        statistics,
        model,
        2 * model + statistics * Math.max(2, Math.min(partitions, 16)),
        model + statistics + BLOCK);
  }

  /**
   * Refuses what cannot work.
   *
   * @throws JobException if a sum does not fit into an array or the least need exceeds the heap
   */
  void refuseTooLarge(ModelConfig model, int columns) {
    long heap = Runtime.getRuntime().maxMemory();
    double least = 2 * this.model + 2 * statistics;
    if (statistics / 8 > Integer.MAX_VALUE - 8 || least > heap) {
      throw JobException.usage(
          Numbers.format(
              "model.covariance: %d components with %s covariances over %d columns need at least"
                  + " %s on the driver, which has %s (use fewer components, diagonal covariances,"
                  + " or more memory)",
              model.components(),
              model.covariance().label(),
              columns,
              Numbers.bytes(least),
              Numbers.bytes((double) heap)));
    }
  }
}
