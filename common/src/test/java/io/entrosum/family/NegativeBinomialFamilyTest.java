package io.entrosum.family;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NegativeBinomialFamilyTest extends FamilyContract {
  NegativeBinomialFamilyTest() {
    super(new NegativeBinomialFamily(3), Support.counts(4000));
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{0.4}, {0.01}, {0.98}};
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
    double mean = relative(overall[0], floor);
    return new double[] {mean / (3 + mean)};
  }

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(3.365058335046, 0.4);
    assertTrueEntropy(1.847331672895, 0.4);
  }
}
