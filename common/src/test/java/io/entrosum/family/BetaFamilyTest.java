package io.entrosum.family;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BetaFamilyTest extends FamilyContract {
  BetaFamilyTest() {
    super(new BetaFamily(), Support.unitInterval());
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{2, 3}, {0.5, 0.9}, {30, 120}};
  }

  @Override
  protected double[] inside() {
    return new double[] {0.5, 0.9, 1e-3};
  }

  @Override
  protected Map<Double, String> outside() {
    return sameProblem("must be > 0 and < 1", 0, 1, -0.5, 1.5);
  }

  @Override
  protected double[][] boundaries() {
    return new double[][] {{0.5, 0.5}, {0.25}, {1e-3, 1e-3}, {0.999, 0.999}};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    return new double[] {0.5 / floor, 0.5 / floor};
  }

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(-0.234906649788, 2, 3);
  }
}
