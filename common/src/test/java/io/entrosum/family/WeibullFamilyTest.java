package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WeibullFamilyTest extends FamilyContract {
  WeibullFamilyTest() {
    super(new WeibullFamily(1.7), Support.positive());
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{1.3}, {1e-4}, {40}};
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
    return new double[][] {{1e-9, 1e-9}};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    return new double[] {Math.pow(relative(overall[0], floor), 1 / 1.7)};
  }

  @Override
  protected boolean boundedAlone() {
    return false;
  }

  /** Integrated numerically by docs/reference/families.py. */
  @Test
  void entropyOfReference() {
    assertEntropy(1.446019249595, 1.3);
    assertTrueEntropy(0.969413051894, 1.3);
  }

  @Test
  void powersMustBeFinite() {
    assertThat(family().problem(1e181)).isNull();
    assertThat(family().problem(1e182)).isEqualTo("must have a finite power 1.7");
  }
}
