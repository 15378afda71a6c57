package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogNormalFamilyTest extends FamilyContract {
  LogNormalFamilyTest() {
    super(new LogNormalFamily(), Support.positive());
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{0.4, 0.5}, {-3, 4}, {5, 0.01}};
  }

  @Override
  protected double[] inside() {
    return new double[] {0.5, 3, 1e-3};
  }

  @Override
  protected Map<Double, String> outside() {
    return sameProblem("must be > 0", 0, -0.0, -1);
  }

  @Override
  protected double[][] boundaries() {
    return new double[][] {{3, 3}, {0.02}};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    double variance = overall[1] - overall[0] * overall[0];
    return new double[] {Math.log(3), relative(variance, floor)};
  }

  /** The sums of 5 equal values: their rounding is no variance. */
  @Test
  void equalValuesHaveNoVariance() {
    LogNormalFamily family = new LogNormalFamily();
    double[] mean = new double[2];
    for (double x : new double[] {1 / 97., 3, 1e-7, 12.3, 1e200}) {
      Arrays.fill(mean, 0);
      double[] t = new double[2];
      family.statistics(x, t, 0);
      for (int i = 0; i < 5; i++) {
        mean[0] += .3 * t[0] / 1.5;
        mean[1] += .3 * t[1] / 1.5;
      }
      double[] theta = new double[2];
      assertThat(family.fit(mean, 0, mean, 0, 1e-6, theta, 0)).isTrue();
      assertThat(theta[1]).isEqualTo(1e-6);
    }
  }

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(1.472364942925, 0.4, 0.5);
  }
}
