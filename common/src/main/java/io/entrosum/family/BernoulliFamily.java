package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Bernoulli, {@code p^x (1 - p)^(1 - x)} for x in {0, 1}; parameter {@code probability}.
 *
 * <p>{@code T = x, eta = ln(p / (1 - p)), A = -ln(1 - p), h = 1}. Bounds: {@code floor <= p <= 1 -
 * floor}.
 */
final class BernoulliFamily extends OneParameterFamily {
  private static final long serialVersionUID = 1L;

  BernoulliFamily() {
    super("bernoulli", Parameter.probability());
  }

  @Override
  public @Nullable String problem(double x) {
    return x == 0 || x == 1 ? null : "must be 0 or 1";
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
    return Math.log(p) - Math.log1p(-p);
  }

  @Override
  double logPartition(double p) {
    return -Math.log1p(-p);
  }

  @Override
  double entropy(double p) {
    return -p * Math.log(p) - (1 - p) * Math.log1p(-p);
  }

  @Override
  double meanStatistic(double p) {
    return p;
  }

  @Override
  double withMeanStatistic(double mean) {
    return mean;
  }

  @Override
  double least(double overall, double floor) {
    return floor;
  }

  @Override
  double most(double floor) {
    return 1 - floor;
  }

  @Override
  double mean(double p) {
    return p;
  }

  @Override
  double sample(double p, RandomGenerator random) {
    return random.nextDouble() < p ? 1 : 0;
  }
}
