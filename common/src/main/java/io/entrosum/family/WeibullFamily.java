package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.LogGamma;
import org.jspecify.annotations.Nullable;

/**
 * Weibull of a known shape k, {@code k x^(k - 1) / scale^k exp(-(x / scale)^k)} for x > 0;
 * parameter {@code scale}.
 *
 * <p>{@code T = x^k, eta = -scale^-k, A = k ln scale, h = k x^(k - 1)}. Bounds: {@code scale^k >=
 * floor * overall mean of x^k}.
 *
 * <p>At {@code x = 0} the density is 0 or infinite unless k is 1, so 0 is outside the domain. So
 * are values whose power exceeds the largest double.
 */
final class WeibullFamily extends OneParameterFamily {
  private static final long serialVersionUID = 1L;

  private final double shape;

  WeibullFamily(double shape) {
    this(new KnownConstant("weibull", "shape", shape).positive());
  }

  private WeibullFamily(KnownConstant shape) {
    super(shape.signature(), Parameter.positive("scale"));
    this.shape = shape.value();
  }

  @Override
  public @Nullable String problem(double x) {
    String problem = PositiveNumbers.problem(x);
    return problem != null || Double.isFinite(statistic(x))
        ? problem
        : "must have a finite power " + KnownConstant.format(shape);
  }

  @Override
  double statistic(double x) {
    return Math.pow(x, shape);
  }

  @Override
  public double logBase(double x) {
    return Math.log(shape) + (shape - 1) * Math.log(x);
  }

  @Override
  public boolean constantBase() {
    return shape == 1;
  }

  @Override
  double natural(double scale) {
    return -Math.pow(scale, -shape);
  }

  @Override
  double logPartition(double scale) {
    return shape * Math.log(scale);
  }

  @Override
  double entropy(double scale) {
    return 1 + shape * Math.log(scale);
  }

  @Override
  double meanStatistic(double scale) {
    return Math.pow(scale, shape);
  }

  @Override
  double withMeanStatistic(double mean) {
    return Math.min(Math.pow(mean, 1 / shape), Double.MAX_VALUE);
  }

  /** Not below the power of the least normal number: the scale would underflow. */
  @Override
  double least(double overall, double floor) {
    return Math.max(super.least(overall, floor), statistic(Double.MIN_NORMAL));
  }

  @Override
  double mean(double scale) {
    return scale * Math.exp(LogGamma.value(1 + 1 / shape));
  }

  @Override
  double sample(double scale, RandomGenerator random) {
    double draw = scale * Math.pow(random.nextExponential(), 1 / shape);
    return Math.min(Math.max(draw, Double.MIN_NORMAL), Double.MAX_VALUE);
  }
}
