package io.entrosum.family;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ParetoFamilyTest extends FamilyContract {
  ParetoFamilyTest() {
    super(new ParetoFamily(1), Support.above(1));
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{2.5}, {40}, {1.3}};
  }

  @Override
  protected double[] inside() {
    return new double[] {1, 3, 70};
  }

  @Override
  protected Map<Double, String> outside() {
    return sameProblem("must be >= 1", 0.5, 0, -1);
  }

  @Override
  protected double[][] boundaries() {
    return new double[][] {{1, 1}};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    return new double[] {1 / relative(overall[0], floor)};
  }

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(0.483709268126, 2.5);
  }
}
