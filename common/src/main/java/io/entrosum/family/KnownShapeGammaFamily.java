package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.LogGamma;
import org.jspecify.annotations.Nullable;

/**
 * Gamma of a known shape a, {@code rate^a x^(a - 1) exp(-rate x) / Gamma(a)} for x > 0; parameter
 * {@code rate}.
 *
 * <p>{@code T = x, eta = -rate, A = -a ln rate, h = x^(a - 1) / Gamma(a)}. Bounds: {@code a / rate
 * >= floor * overall mean}.
 */
final class KnownShapeGammaFamily extends OneParameterFamily {
  private static final long serialVersionUID = 1L;

  private final double shape;
  private final double logGamma;

  KnownShapeGammaFamily(double shape) {
    this(new KnownConstant("gamma", "shape", shape).positive());
  }

  private KnownShapeGammaFamily(KnownConstant shape) {
    super(shape.signature(), Parameter.positive("rate"));
    this.shape = shape.value();
    this.logGamma = LogGamma.value(this.shape);
  }

  @Override
  public @Nullable String problem(double x) {
    return PositiveNumbers.problem(x);
  }

  @Override
  double statistic(double x) {
    return x;
  }

  @Override
  public double logBase(double x) {
    return (shape - 1) * Math.log(x) - logGamma;
  }

  @Override
  public boolean constantBase() {
    return shape == 1;
  }

  @Override
  double natural(double rate) {
    return -rate;
  }

  @Override
  double logPartition(double rate) {
    return -shape * Math.log(rate);
  }

  @Override
  double entropy(double rate) {
    return shape * (1 - Math.log(rate));
  }

  @Override
  double meanStatistic(double rate) {
    return shape / rate;
  }

  @Override
  double withMeanStatistic(double mean) {
    return shape / mean;
  }

  @Override
  double least(double overall, double floor) {
    return Math.max(super.least(overall, floor), shape * Double.MIN_NORMAL);
  }

  @Override
  double mean(double rate) {
    return shape / rate;
  }

  @Override
  double sample(double rate, RandomGenerator random) {
    return Draws.gamma(shape, 1 / rate, random);
  }
}
