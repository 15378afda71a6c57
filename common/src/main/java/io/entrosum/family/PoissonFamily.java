package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.LogGamma;
import org.jspecify.annotations.Nullable;

/**
 * Poisson, {@code rate^x exp(-rate) / x!} for x = 0, 1, ...; parameter {@code rate}.
 *
 * <p>{@code T = x, eta = ln rate, A = rate, h = 1 / x!}. Bounds: {@code rate >= floor * overall
 * mean}, and {@code rate >= floor} where all rows are 0.
 *
 * <p>The three terms of the log-density are about {@code x ln x} and nearly cancel: its absolute
 * error is about {@code 1e-16 x ln x}.
 */
final class PoissonFamily extends OneParameterFamily {
  private static final long serialVersionUID = 1L;

  PoissonFamily() {
    super("poisson", Parameter.positive("rate"));
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
    return -LogGamma.value(x + 1);
  }

  @Override
  public boolean constantBase() {
    return false;
  }

  @Override
  double natural(double rate) {
    return Math.log(rate);
  }

  @Override
  double logPartition(double rate) {
    return rate;
  }

  @Override
  double entropy(double rate) {
    return rate - rate * Math.log(rate);
  }

  @Override
  double meanStatistic(double rate) {
    return rate;
  }

  @Override
  double withMeanStatistic(double mean) {
    return mean;
  }

  @Override
  double mean(double rate) {
    return rate;
  }

  @Override
  double sample(double rate, RandomGenerator random) {
    return Draws.poisson(rate, random);
  }
}
