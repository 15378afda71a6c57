package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Pareto of a known minimum m > 0, {@code shape m^shape / x^(shape + 1)} for x >= m; parameter
 * {@code shape}.
 *
 * <p>{@code T = ln(x / m), eta = -(shape + 1), A = ln m - ln shape, h = 1}. With {@code ln(x / m)}
 * in place of {@code ln x}, steep components (a large shape) cost no digits. Bounds: {@code 1 /
 * shape >= floor * overall mean of ln(x / m)}, and {@code 1 / shape >= floor} where all rows are m.
 */
final class ParetoFamily extends OneParameterFamily {
  private static final long serialVersionUID = 1L;

  private final double minimum;

  ParetoFamily(double minimum) {
    this(new KnownConstant("pareto", "minimum", minimum).positive());
  }

  private ParetoFamily(KnownConstant minimum) {
    super(minimum.signature(), Parameter.positive("shape"));
    this.minimum = minimum.value();
  }

  @Override
  public @Nullable String problem(double x) {
    if (!(x >= minimum)) {
      return "must be >= " + KnownConstant.format(minimum);
    }
    return Double.isFinite(x) ? null : "must be finite";
  }

  @Override
  double statistic(double x) {
    return x < 2 * minimum ? Math.log1p((x - minimum) / minimum) : Math.log(x) - Math.log(minimum);
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
  double natural(double shape) {
    return -(shape + 1);
  }

  @Override
  double logPartition(double shape) {
    return Math.log(minimum) - Math.log(shape);
  }

  @Override
  double entropy(double shape) {
    return 1 + 1 / shape + Math.log(minimum) - Math.log(shape);
  }

  @Override
  double meanStatistic(double shape) {
    return 1 / shape;
  }

  @Override
  double withMeanStatistic(double mean) {
    return 1 / mean;
  }

  /** Infinite for a shape of at most 1. */
  @Override
  double mean(double shape) {
    return shape > 1 ? minimum * shape / (shape - 1) : Double.POSITIVE_INFINITY;
  }

  @Override
  double sample(double shape, RandomGenerator random) {
    return Math.min(minimum * Math.exp(random.nextExponential() / shape), Double.MAX_VALUE);
  }
}
