package io.entrosum.family;

import io.entrosum.entropy.Entropies;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Gaussian of a known variance v, {@code exp(-(x - mean)^2 / (2 v)) / sqrt(2 pi v)}; parameter
 * {@code mean}.
 *
 * <p>{@code T = x, eta = mean / v, A = mean^2 / (2 v), h = N(x; 0, v)}. There are no bounds. The
 * expanded square loses about {@code log10(mean^2 / v)} digits: take out an offset of the data
 * first.
 */
final class KnownVarianceGaussianFamily extends OneParameterFamily {
  private static final long serialVersionUID = 1L;

  private final double variance;

  KnownVarianceGaussianFamily(double variance) {
    this(new KnownConstant("gaussian", "variance", variance).positive());
  }

  private KnownVarianceGaussianFamily(KnownConstant variance) {
    super(variance.signature(), Parameter.real("mean"));
    this.variance = variance.value();
  }

  @Override
  public @Nullable String problem(double x) {
    return Double.isFinite(x) ? null : "must be finite";
  }

  @Override
  double statistic(double x) {
    return x;
  }

  @Override
  public double logBase(double x) {
    return -0.5 * (Entropies.LOG_TWO_PI + Math.log(variance) + x * (x / variance));
  }

  @Override
  public boolean constantBase() {
    return false;
  }

  @Override
  double natural(double mean) {
    return mean / variance;
  }

  @Override
  double logPartition(double mean) {
    return 0.5 * mean * (mean / variance);
  }

  @Override
  double entropy(double mean) {
    return -0.5 * mean * (mean / variance);
  }

  @Override
  double meanStatistic(double mean) {
    return mean;
  }

  @Override
  double withMeanStatistic(double mean) {
    return mean;
  }

  @Override
  double least(double overall, double floor) {
    return Double.NEGATIVE_INFINITY;
  }

  @Override
  double mean(double mean) {
    return mean;
  }

  @Override
  double sample(double mean, RandomGenerator random) {
    return mean + Math.sqrt(variance) * random.nextGaussian();
  }
}
