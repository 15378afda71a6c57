package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class DrawsTest {
  private static final int DRAWS = 20_000;

  private final SplittableRandom random = new SplittableRandom(23);

  /** Mean M p and variance M p (1 - p), also for trials that are split many times. */
  @Test
  void binomialOfManyTrials() {
    for (int trials : new int[] {33, 1000, 1_000_000_000, Integer.MAX_VALUE}) {
      for (double p : new double[] {0.001, 0.5, 0.97}) {
        assertMoments(() -> Draws.binomial(trials, p, random), trials * p, trials * p * (1 - p));
      }
    }
  }

  @Test
  void poissonOfAllSizes() {
    for (double mean : new double[] {1e-2, 30, 1e6, 9e8, 1e12}) {
      assertMoments(() -> Draws.poisson(mean, random), mean, mean);
    }
    assertThat(Draws.poisson(Double.MIN_NORMAL, random)).isZero();
  }

  /** The draw is a uniform number to the power 1000, about: as doubles half of the draws are 0. */
  @Test
  void gammaOfTinyShapesIsPositive() {
    for (int i = 0; i < DRAWS; i++) {
      assertThat(Draws.gamma(1e-3, 1, random)).isPositive();
    }
  }

  /**
   * Near alpha = beta = 0 the density is alpha / (2 x (1 - x)): 2 alpha ln 99 / 2 in the middle.
   */
  @Test
  void betaOfTinyParametersIsNearlyBernoulli() {
    double alpha = 1e-3;
    double middle = 0;
    double ones = 0;
    for (int i = 0; i < DRAWS; i++) {
      double x = Draws.beta(alpha, alpha, random);
      assertThat(x).isBetween(Double.MIN_NORMAL, Math.nextDown(1.0));
      middle += x > 0.01 && x < 0.99 ? 1 : 0;
      ones += x > 0.5 ? 1 : 0;
    }
    assertThat((ones / DRAWS - 0.5) / Math.sqrt(0.25 / DRAWS)).isBetween(-4.5, 4.5);
    double share = alpha * Math.log(99);
    assertThat((middle / DRAWS - share) / Math.sqrt(share / DRAWS)).isBetween(-4.5, 4.5);
  }

  /** Within 4.5 standard errors; the kurtosis is that of Poisson, of binomial it is not larger. */
  private static void assertMoments(DoubleSupplier draw, double mean, double variance) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double difference = draw.getAsDouble() - mean;
      sum += difference / DRAWS;
      squares += difference * difference / DRAWS;
    }
    double kurtosisMinusOne = 2 + 1 / variance;
    assertThat(sum / Math.sqrt(variance / DRAWS)).isBetween(-4.5, 4.5);
    assertThat((squares / variance - 1) / Math.sqrt(kurtosisMinusOne / DRAWS)).isBetween(-4.5, 4.5);
  }
}
