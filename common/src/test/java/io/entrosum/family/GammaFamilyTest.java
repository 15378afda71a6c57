package io.entrosum.family;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GammaFamilyTest extends FamilyContract {
  GammaFamilyTest() {
    super(new GammaFamily(), Support.positive());
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{2.5, 1.5}, {0.3, 1e-4}, {200, 40}};
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
    return new double[][] {{3, 3, 3}, {1e-9, 1e-9}};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    return new double[] {1 / floor, 1 / floor / 3};
  }

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(1.324482801397, 2.5, 1.5);
  }
}
