package io.entrosum.family;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PoissonFamilyTest extends FamilyContract {
  PoissonFamilyTest() {
    super(new PoissonFamily(), Support.counts(400));
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{3}, {0.02}, {150}};
  }

  @Override
  protected double[] inside() {
    return new double[] {0, 3, 7};
  }

  @Override
  protected Map<Double, String> outside() {
    return sameProblem("must be a whole number >= 0", -1, 0.5, -1e-300, 1e9 + 0.5);
  }

  @Override
  protected double[][] boundaries() {
    return new double[][] {{0, 0}};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    return new double[] {relative(overall[0], floor)};
  }

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(-0.295836866004, 3);
    assertTrueEntropy(1.931470198149, 3);
  }
}
