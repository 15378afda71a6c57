package io.entrosum.family;

import io.entrosum.entropy.Entropies;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Log-normal, {@code ln x ~ N(log_mean, log_variance)} for x > 0; parameters {@code log_mean} m and
 * {@code log_variance} v.
 *
 * <p>{@code T = (ln x, ln^2 x), eta = (m / v - 1, -1 / (2 v)), A = m^2 / (2 v) + ln(2 pi v) / 2, h
 * = 1}. Bounds: {@code v >= floor * overall log variance}, and {@code v >= floor} where that is 0;
 * the exact constrained M-step, since for every v the best m is the mean, and the objective then
 * falls on both sides of its best v.
 *
 * <p>Variances are differences of raw moments, and the log-density is an expanded square. Both lose
 * about {@code log10(m^2 / v)} digits, which is harmless as long as components are not much
 * narrower than their distance from {@code x = 1}, in logarithms: divide a column by its typical
 * value where they are.
 */
final class LogNormalFamily extends NamedFamily {
  private static final long serialVersionUID = 1L;

  private static final double LEAST_VARIANCE = 1e-300;

  /** What rounding leaves of sums of squares, relative to them: 64 units in the last place. */
  private static final double ROUNDING = 0x1p-46;

  LogNormalFamily() {
    super("log-normal", Parameter.real("log_mean"), Parameter.positive("log_variance"));
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
    double log = Math.log(x);
    t[to] = log;
    t[to + 1] = log * log;
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
    eta[to] = theta[at] / theta[at + 1] - 1;
    eta[to + 1] = -0.5 / theta[at + 1];
  }

  @Override
  public double logPartition(double[] theta, int at) {
    double m = theta[at];
    double v = theta[at + 1];
    return 0.5 * (m * (m / v) + Entropies.LOG_TWO_PI + Math.log(v));
  }

  @Override
  public double entropy(double[] theta, int at) {
    return theta[at] + Entropies.gaussian(1, Math.log(theta[at + 1]));
  }

  @Override
  public void meanStatistics(double[] theta, int at, double[] t, int to) {
    double m = theta[at];
    t[to] = m;
    t[to + 1] = m * m + theta[at + 1];
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
    double own = variance(mean, meanAt);
    double all = variance(overall, overallAt);
    double least = all > 0 ? Math.max(floor * all, LEAST_VARIANCE) : floor;
    theta[to] = mean[meanAt];
    theta[to + 1] = Math.max(own, least);
    return own < least;
  }

  /** 0 where the difference is within the rounding of its terms: that of equal values is noise. */
  private static double variance(double[] mean, int at) {
    double difference = mean[at + 1] - mean[at] * mean[at];
    return difference > ROUNDING * mean[at + 1] ? difference : 0;
  }

  @Override
  public double mean(double[] theta, int at) {
    return Math.exp(theta[at] + 0.5 * theta[at + 1]);
  }

  @Override
  public double sample(double[] theta, int at, RandomGenerator random) {
    double draw = Math.exp(theta[at] + Math.sqrt(theta[at + 1]) * random.nextGaussian());
    return Math.min(Math.max(draw, Double.MIN_NORMAL), Double.MAX_VALUE);
  }
}
