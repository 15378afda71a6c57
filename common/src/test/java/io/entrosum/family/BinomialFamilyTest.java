package io.entrosum.family;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BinomialFamilyTest extends FamilyContract {
  BinomialFamilyTest() {
    super(new BinomialFamily(10), Support.counts(10));
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{0.3}, {0.01}, {0.9}};
  }

  @Override
  protected double[] inside() {
    return new double[] {0, 3, 10};
  }

  @Override
  protected Map<Double, String> outside() {
    return sameProblem("must be a whole number from 0 to 10", -1, 11, 2.5);
  }

  @Override
  protected double[][] boundaries() {
    return new double[][] {{0, 0}, {10, 10}};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    return new double[] {floor};
  }

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(6.108643020549, 0.3);
    assertTrueEntropy(1.779078784090, 0.3);
  }
}
