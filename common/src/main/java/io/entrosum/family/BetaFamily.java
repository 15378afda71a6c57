package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.apache.commons.numbers.gamma.LogBeta;
import org.jspecify.annotations.Nullable;

/**
 * Beta, {@code x^(alpha - 1) (1 - x)^(beta - 1) / B(alpha, beta)} for 0 < x < 1; parameters {@code
 * alpha} a and {@code beta} b.
 *
 * <p>{@code T = (ln x, ln(1 - x)), eta = (a - 1, b - 1), A = ln B(a, b), h = 1}. Bounds: {@code a +
 * b <= 1 / floor}; {@link BetaMoments} solves the M-step with and without it.
 *
 * <p>For large {@code a + b} the variance of the data is all that tells a from b beyond their
 * ratio, and T holds it in digits that are nearly the last: about {@code log10(a + b)} digits are
 * lost.
 */
final class BetaFamily extends NamedFamily {
  private static final long serialVersionUID = 1L;

  BetaFamily() {
    super("beta", Parameter.positive("alpha"), Parameter.positive("beta"));
  }

  @Override
  public int statistics() {
    return 2;
  }

  @Override
  public @Nullable String problem(double x) {
    return x > 0 && x < 1 ? null : "must be > 0 and < 1";
  }

  @Override
  public void statistics(double x, double[] t, int to) {
    t[to] = Math.log(x);
    t[to + 1] = Math.log1p(-x);
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
    eta[to] = theta[at] - 1;
    eta[to + 1] = theta[at + 1] - 1;
  }

  @Override
  public double logPartition(double[] theta, int at) {
    return LogBeta.value(theta[at], theta[at + 1]);
  }

  @Override
  public double entropy(double[] theta, int at) {
    double a = theta[at];
    double b = theta[at + 1];
    return LogBeta.value(a, b)
        + (a - 1) * Polygamma.digammaStep(a, b)
        + (b - 1) * Polygamma.digammaStep(b, a);
  }

  @Override
  public void meanStatistics(double[] theta, int at, double[] t, int to) {
    t[to] = -Polygamma.digammaStep(theta[at], theta[at + 1]);
    t[to + 1] = -Polygamma.digammaStep(theta[at + 1], theta[at]);
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
    return BetaMoments.solve(mean[meanAt], mean[meanAt + 1], 1 / floor, theta, to);
  }

  @Override
  public double mean(double[] theta, int at) {
    return theta[at] / (theta[at] + theta[at + 1]);
  }

  @Override
  public double sample(double[] theta, int at, RandomGenerator random) {
    return Draws.beta(theta[at], theta[at + 1], random);
  }
}
