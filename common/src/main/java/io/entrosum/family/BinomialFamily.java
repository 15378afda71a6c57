package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.LogBeta;
import org.jspecify.annotations.Nullable;

/**
 * Binomial with M known trials, {@code C(M, x) p^x (1 - p)^(M - x)} for x = 0, ..., M; parameter
 * {@code probability}.
 *
 * <p>{@code T = x, eta = ln(p / (1 - p)), A = -M ln(1 - p), h = C(M, x)}. Bounds: {@code floor <= p
 * <= 1 - floor}.
 */
final class BinomialFamily extends OneParameterFamily {
  private static final long serialVersionUID = 1L;

  private final int trials;

  BinomialFamily(double trials) {
    this(new KnownConstant("binomial", "trials", trials).count());
  }

  private BinomialFamily(KnownConstant trials) {
    super(trials.signature(), Parameter.probability());
    this.trials = (int) trials.value();
  }

  @Override
  public @Nullable String problem(double x) {
    return x >= 0 && x <= trials && x == Math.rint(x)
        ? null
        : "must be a whole number from 0 to " + trials;
  }

  @Override
  double statistic(double x) {
    return x;
  }

  /** {@code C(M, x) = 1 / ((M + 1) B(x + 1, M - x + 1))}, without differences of large numbers. */
  @Override
  public double logBase(double x) {
    return x == 0 || x == trials
        ? 0
        : -Math.log(trials + 1.0) - LogBeta.value(x + 1, trials - x + 1);
  }

  @Override
  public boolean constantBase() {
    return trials == 1;
  }

  @Override
  double natural(double p) {
    return Math.log(p) - Math.log1p(-p);
  }

  @Override
  double logPartition(double p) {
    return -trials * Math.log1p(-p);
  }

  @Override
  double entropy(double p) {
    return trials * (-p * Math.log(p) - (1 - p) * Math.log1p(-p));
  }

  @Override
  double meanStatistic(double p) {
    return trials * p;
  }

  @Override
  double withMeanStatistic(double mean) {
    return mean / trials;
  }

  @Override
  double least(double overall, double floor) {
    return trials * floor;
  }

  @Override
  double most(double floor) {
    return trials * (1 - floor);
  }

  @Override
  double mean(double p) {
    return trials * p;
  }

  @Override
  double sample(double p, RandomGenerator random) {
    return Draws.binomial(trials, p, random);
  }
}
