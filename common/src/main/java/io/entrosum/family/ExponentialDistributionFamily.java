package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Exponential, {@code rate exp(-rate x)} for x >= 0; parameter {@code rate}.
 *
 * <p>{@code T = x, eta = -rate, A = -ln rate, h = 1}. Bounds: {@code 1 / rate >= floor * overall
 * mean}, and {@code 1 / rate >= floor} where all rows are 0.
 */
final class ExponentialDistributionFamily extends OneParameterFamily {
  private static final long serialVersionUID = 1L;

  ExponentialDistributionFamily() {
    super("exponential", Parameter.positive("rate"));
  }

  @Override
  public @Nullable String problem(double x) {
    if (!(x >= 0)) {
      return "must be >= 0";
    }
    return Double.isFinite(x) ? null : "must be finite";
  }

  @Override
  double statistic(double x) {
    return x;
  }

  @Override
  public double logBase(double x) {
    return 0;
  }

  @Override
  public boolean constantBase() {
    return true;
  }

  @Override
  double natural(double rate) {
    return -rate;
  }

  @Override
  double logPartition(double rate) {
    return -Math.log(rate);
  }

  @Override
  double entropy(double rate) {
    return 1 - Math.log(rate);
  }

  @Override
  double meanStatistic(double rate) {
    return 1 / rate;
  }

  @Override
  double withMeanStatistic(double mean) {
    return 1 / mean;
  }

  @Override
  double mean(double rate) {
    return 1 / rate;
  }

  @Override
  double sample(double rate, RandomGenerator random) {
    return random.nextExponential() / rate;
  }
}
