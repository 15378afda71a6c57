package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Laplace around a known location m, {@code exp(-|x - m| / scale) / (2 scale)}; parameter {@code
 * scale}.
 *
 * <p>{@code T = |x - m|, eta = -1 / scale, A = ln(2 scale), h = 1}. Bounds: {@code scale >= floor *
 * overall mean of |x - m|}, and {@code scale >= floor} where all rows are m.
 */
final class LaplaceFamily extends OneParameterFamily {
  private static final long serialVersionUID = 1L;

  private final double location;

  LaplaceFamily(double location) {
    this(new KnownConstant("laplace", "location", location).real());
  }

  private LaplaceFamily(KnownConstant location) {
    super(location.signature(), Parameter.positive("scale"));
    this.location = location.value();
  }

  @Override
  public @Nullable String problem(double x) {
    return Double.isFinite(x - location) ? null : "must be finite";
  }

  @Override
  double statistic(double x) {
    return Math.abs(x - location);
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
  double natural(double scale) {
    return -1 / scale;
  }

  @Override
  double logPartition(double scale) {
    return Math.log(2 * scale);
  }

  @Override
  double entropy(double scale) {
    return 1 + Math.log(2 * scale);
  }

  @Override
  double meanStatistic(double scale) {
    return scale;
  }

  @Override
  double withMeanStatistic(double mean) {
    return mean;
  }

  @Override
  double mean(double scale) {
    return location;
  }

  @Override
  double sample(double scale, RandomGenerator random) {
    double distance = scale * random.nextExponential();
    return random.nextBoolean() ? location + distance : location - distance;
  }
}
