package io.entrosum.family;

import java.util.random.RandomGenerator;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;

/** Draws from the distributions that several families build on. */
final class Draws {
  /** Up to here trials are drawn one by one. */
  private static final int FEW_TRIALS = 32;

  /** Above this mean a Poisson draw is a rounded Gaussian: their skewness is below 3.2e-5. */
  private static final double LARGE_MEAN = 1e9;

  private Draws() {}

  /**
   * The logarithm of a draw from Gamma(shape, 1), which for small shapes is far below that of the
   * least double: a draw is one of shape + 1 times a uniform number to the power {@code 1 / shape}.
   */
  static double logGamma(double shape, RandomGenerator random) {
    UniformRandomProvider bits = random::nextLong;
    if (shape >= 1) {
      return Math.log(AhrensDieterMarsagliaTsangGammaSampler.of(bits, shape, 1).sample());
    }
    double larger = AhrensDieterMarsagliaTsangGammaSampler.of(bits, shape + 1, 1).sample();
    return Math.log(larger) - random.nextExponential() / shape;
  }

  /**
   * Gamma with a scale. What would underflow becomes the least normal number, since 0 is outside
   * the domain.
   */
  static double gamma(double shape, double scale, RandomGenerator random) {
    double draw = Math.exp(logGamma(shape, random) + Math.log(scale));
    return Math.min(Math.max(draw, Double.MIN_NORMAL), Double.MAX_VALUE);
  }

  /** Beta, within the doubles between 0 and 1. */
  static double beta(double alpha, double beta, RandomGenerator random) {
    double log = logGamma(alpha, random);
    double odds = Math.exp(logGamma(beta, random) - log);
    return Math.min(Math.max(1 / (1 + odds), Double.MIN_NORMAL), Math.nextDown(1.0));
  }

  /** Poisson with a mean above 0. */
  static double poisson(double mean, RandomGenerator random) {
    if (mean > LARGE_MEAN) {
      return Math.rint(mean + Math.sqrt(mean) * random.nextGaussian());
    }
    UniformRandomProvider bits = random::nextLong;
    return PoissonSampler.of(bits, mean).sample();
  }

  /**
   * Binomial, in a time that grows with the logarithm of the trials.
   *
   * <p>A trial is a success if its uniform number is below p. The i-th smallest of n uniform
   * numbers is Beta(i, n + 1 - i): drawing the middle one tells for half of the trials on which
   * side of p they are; the others are uniform on the remaining interval.
   */
  static double binomial(int trials, double probability, RandomGenerator random) {
    int n = trials;
    double p = probability;
    double successes = 0;
    while (n > FEW_TRIALS) {
      int middle = n / 2 + 1;
      double uniform = beta(middle, n + 1.0 - middle, random);
      if (uniform < p) {
        successes += middle;
        n -= middle;
        p = (p - uniform) / (1 - uniform);
      } else {
        n = middle - 1;
        p /= uniform;
      }
    }
    for (int i = 0; i < n; i++) {
      successes += random.nextDouble() < p ? 1 : 0;
    }
    return successes;
  }
}
