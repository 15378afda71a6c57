package io.entrosum.family;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LaplaceFamilyTest extends FamilyContract {
  LaplaceFamilyTest() {
    super(new LaplaceFamily(-1.5), Support.around(-1.5));
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{0.7}, {1e-3}, {90}};
  }

  @Override
  protected double[] inside() {
    return new double[] {-1.5, 3, 0.7};
  }

  @Override
  protected Map<Double, String> outside() {
    return sameProblem("must be finite", Double.NaN, Double.POSITIVE_INFINITY);
  }

  @Override
  protected double[][] boundaries() {
    return new double[][] {{-1.5, -1.5}};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    return new double[] {relative(overall[0], floor)};
  }

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(1.336472236621, 0.7);
  }
}
