package io.entrosum.family;

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

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(1.472364942925, 0.4, 0.5);
  }
}
