package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.LogGamma;
import org.jspecify.annotations.Nullable;

/**
 * Gamma, {@code rate^shape x^(shape - 1) exp(-rate x) / Gamma(shape)} for x > 0; parameters {@code
 * shape} a and {@code rate} b.
 *
 * <p>{@code T = (x, ln x), eta = (-b, a - 1), A = ln Gamma(a) - a ln b, h = 1}. M-step: {@code b =
 * a / mean}, and {@code ln a - psi(a) = s} with {@code s = ln(mean of x) - mean of ln x}. Start:
 * Minka, Estimating a Gamma distribution (2002).
 *
 * <p>Bounds: {@code a <= 1 / floor}. For each shape the best rate is {@code a / mean}; with it the
 * slope of the objective in a is {@code ln a - psi(a) - s}, which falls: up to the bound, the
 * larger shape is the better one, so the bound itself is the exact constrained M-step.
 *
 * <p>For large shapes s is a difference of nearly equal means of logarithms, and the terms of the
 * log-density, of the size {@code a ln a}, nearly cancel: about {@code log10(a)} digits are lost.
 */
final class GammaFamily extends NamedFamily {
  private static final long serialVersionUID = 1L;

  GammaFamily() {
    super("gamma", Parameter.positive("shape"), Parameter.positive("rate"));
  }

  @Override
  public int statistics() {
    return 2;
  }

  @Override
  public @Nullable String problem(double x) {
    return PositiveNumbers.problem(x);
  }

  @Override
  public void statistics(double x, double[] t, int to) {
    t[to] = x;
    t[to + 1] = Math.log(x);
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
  public void natural(double[] theta, int at, double[] eta, int to) {
    eta[to] = -theta[at + 1];
    eta[to + 1] = theta[at] - 1;
  }

  @Override
  public double logPartition(double[] theta, int at) {
    return LogGamma.value(theta[at]) - theta[at] * Math.log(theta[at + 1]);
  }

  @Override
  public double entropy(double[] theta, int at) {
    double a = theta[at];
    return a - Math.log(theta[at + 1]) + LogGamma.value(a) + (1 - a) * Polygamma.digamma(a);
  }

  @Override
  public void meanStatistics(double[] theta, int at, double[] t, int to) {
    t[to] = theta[at] / theta[at + 1];
    t[to + 1] = Polygamma.digamma(theta[at]) - Math.log(theta[at + 1]);
  }

  @Override
  public boolean fit(
      double[] mean,
      int meanAt,
      double[] overall,
      int overallAt,
      double floor,
      double[] theta,
      int to) {
    double average = Math.max(mean[meanAt], Double.MIN_VALUE);
    double s = Math.log(average) - mean[meanAt + 1];
    double most = 1 / floor;
    boolean bounded = s <= Polygamma.logMinusDigamma(most);
    double shape = bounded ? most : shape(s);
    theta[to] = shape;
    theta[to + 1] = Math.min(shape / average, Double.MAX_VALUE);
    return bounded || shape / average > Double.MAX_VALUE;
  }

  /**
   * The root of {@code ln a - psi(a) = s > 0}, sought as {@code z = 1 / a}: in z the function is
   * nearly a straight line, between {@code z / 2} and {@code z}.
   */
  private static double shape(double s) {
    IncreasingRoot.Curve curve =
        new IncreasingRoot.Curve() {
          @Override
          public double value(double z) {
            return Polygamma.logMinusDigamma(1 / z) - s;
          }

          @Override
          public double slope(double z) {
            return (Polygamma.trigamma(1 / z) / z - 1) / z;
          }
        };
    double start = 12 * s / (3 - s + Math.sqrt((s - 3) * (s - 3) + 24 * s));
    return 1 / IncreasingRoot.find(curve, s, 2 * s, start, 0);
  }

  @Override
  public double mean(double[] theta, int at) {
    return theta[at] / theta[at + 1];
  }

  @Override
  public double sample(double[] theta, int at, RandomGenerator random) {
    return Draws.gamma(theta[at], 1 / theta[at + 1], random);
  }
}
