package io.entrosum.family;

import java.util.random.RandomGenerator;

/**
 * Families with one parameter and one statistic.
 *
 * <p>M-step: with {@code mu = E[T]} as coordinate, the slope of {@code eta t - A} is {@code (t -
 * mu) / Var[T]}. So it rises up to {@code mu = t} and falls after it, and of all {@code mu} in an
 * interval the nearest to {@code t} is the best: clamping the mean statistic is the exact
 * constrained M-step.
 *
 * <p>Bounds: {@code floor * overall <= mu}, and {@code floor <= mu} where the overall mean is 0,
 * unless a family says otherwise.
 */
abstract class OneParameterFamily extends NamedFamily {
  private static final long serialVersionUID = 1L;

  OneParameterFamily(String name, Parameter parameter) {
    super(name, parameter);
  }

  /** T(x). */
  abstract double statistic(double x);

  /** eta of a parameter. */
  abstract double natural(double parameter);

  /** A of a parameter, nats. */
  abstract double logPartition(double parameter);

  /** The pseudo-entropy of a parameter, nats. */
  abstract double entropy(double parameter);

  /** E[T] of a parameter. */
  abstract double meanStatistic(double parameter);

  /** The parameter with {@code E[T] = mean}. */
  abstract double withMeanStatistic(double mean);

  /** E[x] of a parameter. */
  abstract double mean(double parameter);

  /** Draws a value. */
  abstract double sample(double parameter, RandomGenerator random);

  /** The least E[T]. */
  double least(double overall, double floor) {
    return overall > 0 ? Math.max(floor * overall, Double.MIN_NORMAL) : floor;
  }

  /** The largest E[T]. */
  double most(double floor) {
    return Double.MAX_VALUE;
  }

  @Override
  public final int statistics() {
    return 1;
  }

  @Override
  public final void statistics(double x, double[] t, int to) {
    t[to] = statistic(x);
  }

  @Override
  public final void natural(double[] theta, int at, double[] eta, int to) {
    eta[to] = natural(theta[at]);
  }

  @Override
  public final double logPartition(double[] theta, int at) {
    return logPartition(theta[at]);
  }

  @Override
  public final double entropy(double[] theta, int at) {
    return entropy(theta[at]);
  }

  @Override
  public final void meanStatistics(double[] theta, int at, double[] t, int to) {
    t[to] = meanStatistic(theta[at]);
  }

  @Override
  public final boolean fit(
      double[] mean,
      int meanAt,
      double[] overall,
      int overallAt,
      double floor,
      double[] theta,
      int to) {
    double raised = Math.max(mean[meanAt], least(overall[overallAt], floor));
    double clamped = Math.min(raised, most(floor));
    theta[to] = withMeanStatistic(clamped);
    return clamped != mean[meanAt];
  }

  @Override
  public final double mean(double[] theta, int at) {
    return mean(theta[at]);
  }

  @Override
  public final double sample(double[] theta, int at, RandomGenerator random) {
    return sample(theta[at], random);
  }
}
