package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Geometric, the failures before the first success, {@code p (1 - p)^x} for x = 0, 1, ...;
 * parameter {@code probability}.
 *
 * <p>{@code T = x, eta = ln(1 - p), A = -ln p, h = 1}. Bounds: {@code E[x] >= floor * overall
 * mean}, {@code E[x] >= floor} where all rows are 0, and {@code E[x] >= 2^-52}, so that p is less
 * than 1.
 */
final class GeometricFamily extends OneParameterFamily {
  private static final long serialVersionUID = 1L;

  private static final double LEAST_MEAN = 0x1p-52;

  GeometricFamily() {
    super("geometric", Parameter.probability());
  }

  @Override
  public @Nullable String problem(double x) {
    return Counts.problem(x);
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
  double natural(double p) {
    return Math.log1p(-p);
  }

  @Override
  double logPartition(double p) {
    return -Math.log(p);
  }

  @Override
  double entropy(double p) {
    return -Math.log(p) - (1 - p) / p * Math.log1p(-p);
  }

  @Override
  double meanStatistic(double p) {
    return (1 - p) / p;
  }

  @Override
  double withMeanStatistic(double mean) {
    return 1 / (1 + mean);
  }

  @Override
  double least(double overall, double floor) {
    return Math.max(super.least(overall, floor), LEAST_MEAN);
  }

  @Override
  double mean(double p) {
    return (1 - p) / p;
  }

  @Override
  double sample(double p, RandomGenerator random) {
    return Math.floor(random.nextExponential() / -Math.log1p(-p));
  }
}
