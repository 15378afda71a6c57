package io.entrosum.spark.job;

import io.entrosum.coding.PosteriorType;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.NoiseType;
import io.entrosum.init.FactorTraining;
import io.entrosum.init.SigmoidBeliefSpec;
import io.entrosum.init.SigmoidBeliefTraining;
import io.entrosum.init.SparseCodingTraining;
import io.entrosum.init.TableSpec;
import io.entrosum.init.VaeTraining;

/**
 * What a training takes, in bytes: known before anything is read.
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

  /** Single numbers in the statistics of sparse coding. */
  private static final int CODE_SCALARS = 11;

  /**
   * Outside the heap: arrays of networks for the rows that are evaluated at once, and the natives.
   */
  private static final double NETWORK_SCRATCH = 256 << 20;

  /** Rows that sparse coding works on at once. */
  private static final double CODE_ROWS = 256;

  /** Numbers that full posteriors gather before they add them up. */
  private static final double CODE_STACK = 1 << 18;

  static MemoryEstimate of(TableSpec table, MixtureConfig model, int partitions) {
    FactorShape factors = model.factors();
    return factors == null
        ? of(table, model.components(), partitions)
        : factors(
            table.columns().size(),
            factors.latentDimensions(),
            model.components(),
            factors.noise(),
            partitions);
  }

  /** That of linear Gaussian components, trained in passes. */
  static MemoryEstimate factors(int d, int h, double k, NoiseType noise, int partitions) {
    double parameters = k * (d + (double) d * h - h * (h - 1.0) / 2 + noise.size(d)) + k - 1;
    double statistics = 8 * (SCALARS + k + k * (d * (h + 2.0) + h * (h + 1.0)));
    double model = 8 * k * d * (4.0 * h + 3); // on its way, as sent, scaled, projected
    return of(parameters, statistics, model, partitions);
  }

  /** That of a model trained on its D x D second moments. */
  static MemoryEstimate moments(int d, int h, NoiseType noise, int partitions) {
    MemoryEstimate passes = factors(d, h, 1, noise, partitions);
    double moments = 8.0 * d * d;
    return new MemoryEstimate(
        passes.parameters,
        moments,
        passes.model,
        FactorTraining.momentBytes(d, partitions) + passes.driver,
        moments + BLOCK);
  }

  /**
   * That of sparse coding.
   *
   * @param trainings that share passes
   */
  static MemoryEstimate coding(
      int d, int h, PosteriorType posterior, int trainings, int partitions) {
    double dictionary = (double) d * h;
    double square = (double) h * h;
    double statistics = 8.0 * trainings * (dictionary + 2 * square + 2.0 * h + CODE_SCALARS);
    double model = 8.0 * trainings * (2 * dictionary + square + 3.0 * h); // and what weighs data
    double scratch =
        posterior == PosteriorType.FULL
            ? CODE_ROWS * (d + 6.0 * h) + Math.max(CODE_STACK, square) + square
            : CODE_ROWS * (d + 19.0 * h);
    return new MemoryEstimate(
        dictionary + 1,
        statistics,
        model,
        SparseCodingTraining.driverMemory(d, h, partitions, trainings).bytes(),
        model + statistics + BLOCK + 8 * trainings * scratch);
  }

  /**
   * That of sigmoid belief networks.
   *
   * @param trainings that share passes
   */
  static MemoryEstimate belief(SigmoidBeliefSpec spec, int d, int trainings, int partitions) {
    double parameters = spec.parameters(d);
    double statistics = 8 * trainings * spec.statistics(d);
    double model = 8 * trainings * parameters;
    double states = Math.pow(2, spec.layers().get(0));
    double scratch =
        spec.posterior().listsAll() ? 8 * (states * d + 2 * Math.pow(2, spec.latents())) : 0;
    return new MemoryEstimate(
        parameters,
        statistics,
        model,
        SigmoidBeliefTraining.driverMemory(spec, d, partitions, trainings).bytes(),
        model + statistics + BLOCK + trainings * scratch);
  }

  /**
   * That of networks.
   *
   * @param weights their number
   * @param trainings that share passes
   */
  static MemoryEstimate networks(long weights, int trainings, int partitions) {
    double sums = 24.0 * trainings * weights;
    double model = 12.0 * trainings * weights;
    return new MemoryEstimate(
        weights,
        sums,
        model,
        VaeTraining.driverMemory(weights, partitions, trainings).bytes(),
        2 * model + sums + BLOCK + NETWORK_SCRATCH);
  }

  /** The same where training takes other memory on the driver before it iterates. */
  MemoryEstimate withStart(double bytes) {
    return new MemoryEstimate(parameters, statistics, model, Math.max(driver, bytes), task);
  }

  private static MemoryEstimate of(
      double parameters, double statistics, double model, int partitions) {
    return new MemoryEstimate(
        parameters,
        statistics,
        model,
        2 * model + statistics * Math.max(2, Math.min(partitions, 16)),
        model + statistics + BLOCK);
  }

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
    return of(parameters, 8 * sums, 8 * numbers, partitions);
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
  void refuseTooLarge(MixtureConfig model, TableSpec table) {
    if (model.factors() != null) {
      refuseTooLarge("model.latent-dimensions", "fewer components or latent dimensions");
      return;
    }
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

  /**
   * Refuses what cannot work.
   *
   * @param key what asks for so much
   * @param remedy what would take less
   */
  void refuseTooLarge(String key, String remedy) {
    refuse(key, remedy, Math.max(2 * model + 2 * statistics, driver / 2));
  }

  /**
   * Refuses what needs more than the heap, where the estimate of the driver is what it takes at
   * least.
   *
   * @param key what asks for so much
   * @param remedy what would take less
   */
  void refuseAboveHeap(String key, String remedy) {
    refuse(key, remedy, driver);
  }

  private void refuse(String key, String remedy, double least) {
    long heap = Runtime.getRuntime().maxMemory();
    if (statistics / 8 > Integer.MAX_VALUE - 8 || least > heap) {
      throw JobException.usage(
          Numbers.format(
              "%s: training needs at least %s on the driver, which has %s (use %s, or more memory)",
              key, Numbers.bytes(least), Numbers.bytes((double) heap), remedy));
    }
  }
}
