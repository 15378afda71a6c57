package io.entrosum.vae;

import io.entrosum.coding.FoldedNormal;
import io.entrosum.entropy.Entropies;
import java.util.random.RandomGenerator;

/** The prior of independent latents, each of one size v_h: a variance or a scale. */
public enum Prior {
  /** {@code N(0, 1)}. */
  STANDARD,
  /** {@code N(0, alpha_h^2)}, of size alpha_h^2. */
  LEARNED,
  /**
   * {@code Laplace(lambda_h)}, density {@code exp(-|z| / lambda) / (2 lambda)}, of size lambda_h.
   */
  LAPLACE;

  /** Whether its sizes are parameters. */
  public boolean isLearned() {
    return this != STANDARD;
  }

  /**
   * The moment of a posterior whose mean over rows is the best size: {@code E z^2}, or {@code E|z|}
   * of Laplace latents, in closed form.
   *
   * @param nu the mean of the posterior
   * @param logVariance the logarithm of its variance
   */
  public double moment(double nu, double logVariance) {
    return this == LAPLACE
        ? FoldedNormal.mean(nu, Math.exp(.5 * logVariance))
        : nu * nu + Math.exp(logVariance);
  }

  /** How often {@code ln v} and {@code moment / v} are in {@code - E ln p(z)}. */
  public double share() {
    return this == LAPLACE ? 1 : .5;
  }

  /** The entropy of a latent of a size, nats. */
  public double entropy(double size) {
    return this == LAPLACE ? Math.log(2 * size) + 1 : Entropies.gaussian(1, Math.log(size));
  }

  /** What the bound has beyond entropies: {@code share (1 - moment / size)}, 0 at the best size. */
  public double gap(double moment, double size) {
    return share() * (1 - moment / size);
  }

  /** A draw of a latent of a size. */
  double draw(double size, RandomGenerator random) {
    if (this != LAPLACE) {
      return Math.sqrt(size) * random.nextGaussian();
    }
    double z = size * random.nextExponential();
    return random.nextBoolean() ? z : -z;
  }

  /** The logarithm of the variance of a latent of a size. */
  public double logVariance(double size) {
    return this == LAPLACE ? Math.log(2) + 2 * Math.log(size) : Math.log(size);
  }
}
