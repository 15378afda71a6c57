package io.entrosum.family;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownShapeGammaFamilyTest extends FamilyContract {
  KnownShapeGammaFamilyTest() {
    super(new KnownShapeGammaFamily(2.5), Support.positive());
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{1.5}, {1e-4}, {40}};
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
    return new double[][] {{1e-12, 1e-12}};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    return new double[] {2.5 / relative(overall[0], floor)};
  }

  @Override
  protected boolean boundedAlone() {
    return false;
  }

  /** Summed or integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(1.486337229730, 1.5);
  }
}
