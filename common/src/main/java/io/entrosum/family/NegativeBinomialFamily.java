package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.LogBeta;
import org.jspecify.annotations.Nullable;

/**
 * Negative binomial, the successes before the r-th failure, {@code C(x + r - 1, x) (1 - p)^r p^x}
 * for x = 0, 1, ... and a known r > 0, not necessarily whole; parameter {@code probability}, the
 * one of a success.
 *
 * <p>{@code T = x, eta = ln p, A = -r ln(1 - p), h = C(x + r - 1, x)}. Bounds: {@code E[x] >= floor
 * * overall mean}, {@code E[x] >= floor} where all rows are 0, and {@code p < 1} as a double. The
 * parameter p holds {@code 1 - p = r / (r + E[x])} to an absolute error of 1e-16 only: with means
 * of {@code 10^k r}, k digits of the mean are lost.
 */
final class NegativeBinomialFamily extends OneParameterFamily {
  private static final long serialVersionUID = 1L;

  /** The largest {@code p / (1 - p)}: above it p is 1 as a double. */
  private static final double MOST_ODDS = 0x1p52;

  private final double failures;

  NegativeBinomialFamily(double failures) {
    this(new KnownConstant("negative-binomial", "failures", failures).positive());
  }

  private NegativeBinomialFamily(KnownConstant failures) {
    super(failures.signature(), Parameter.probability());
    this.failures = failures.value();
  }

  @Override
  public @Nullable String problem(double x) {
    return Counts.problem(x);
  }

  @Override
  double statistic(double x) {
    return x;
  }

  /** {@code C(x + r - 1, x) = 1 / (x B(x, r))}, without differences of large numbers. */
  @Override
  public double logBase(double x) {
    return x == 0 || failures == 1 ? 0 : -Math.log(x) - LogBeta.value(x, failures);
  }

  @Override
  public boolean constantBase() {
    return failures == 1;
  }

  @Override
  double natural(double p) {
    return Math.log(p);
  }

  @Override
  double logPartition(double p) {
    return -failures * Math.log1p(-p);
  }

  @Override
  double entropy(double p) {
    return -failures * (Math.log1p(-p) + p / (1 - p) * Math.log(p));
  }

  @Override
  double meanStatistic(double p) {
    return failures * p / (1 - p);
  }

  @Override
  double withMeanStatistic(double mean) {
    return mean / (failures + mean);
  }

  @Override
  double least(double overall, double floor) {
    return Math.max(super.least(overall, floor), failures * Double.MIN_NORMAL);
  }

  @Override
  double most(double floor) {
    return Math.min(failures * MOST_ODDS, Double.MAX_VALUE);
  }

  @Override
  double mean(double p) {
    return failures * p / (1 - p);
  }

  @Override
  double sample(double p, RandomGenerator random) {
    return Draws.poisson(Draws.gamma(failures, p / (1 - p), random), random);
  }
}
