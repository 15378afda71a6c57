package io.entrosum.family;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BernoulliFamilyTest extends FamilyContract {
  BernoulliFamilyTest() {
    super(new BernoulliFamily(), Support.counts(1));
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{0.3}, {0.01}, {0.99}};
  }

  @Override
  protected double[] inside() {
    return new double[] {0, 1, 1};
  }

  @Override
  protected Map<Double, String> outside() {
    return sameProblem("must be 0 or 1", 2, -1, 0.5, 1e-300);
  }

  @Override
  protected double[][] boundaries() {
    return new double[][] {{0, 0}, {1, 1, 1}};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    return new double[] {floor};
  }

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(0.610864302055, 0.3);
  }
}
