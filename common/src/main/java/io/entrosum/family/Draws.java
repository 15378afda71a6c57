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
   * Gamma with a scale. What would underflow becomes the least normal number, since 0 is outside
   * the domain.
   */
  static double gamma(double shape, double scale, RandomGenerator random) {
    UniformRandomProvider bits = random::nextLong;
    double draw = AhrensDieterMarsagliaTsangGammaSampler.of(bits, shape, 1).sample();
    return Math.min(Math.max(draw * scale, Double.MIN_NORMAL), Double.MAX_VALUE);
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
      double below = gamma(middle, 1, random);
      double above = gamma(n + 1.0 - middle, 1, random);
      double uniform = below / (below + above);
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
