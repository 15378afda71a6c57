package io.entrosum.family;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExponentialDistributionFamilyTest extends FamilyContract {
  ExponentialDistributionFamilyTest() {
    super(new ExponentialDistributionFamily(), Support.positive());
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{2}, {1e-6}, {300}};
  }

  @Override
  protected double[] inside() {
    return new double[] {0, 3, 0.7};
  }

  @Override
  protected Map<Double, String> outside() {
    return sameProblem("must be >= 0", -1, -1e-300);
  }

  @Override
  protected double[][] boundaries() {
    return new double[][] {{0, 0}};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    return new double[] {1 / relative(overall[0], floor)};
  }

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(0.306852819440, 2);
  }
}
