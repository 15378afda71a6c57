package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownVarianceGaussianFamilyTest extends FamilyContract {
  KnownVarianceGaussianFamilyTest() {
    super(new KnownVarianceGaussianFamily(0.64), Support.line());
  }

  @Override
  protected double[][] parameters() {
    return new double[][] {{0.5}, {-7}, {20}};
  }

  @Override
  protected double[] inside() {
    return new double[] {0, 3, -7};
  }

  @Override
  protected Map<Double, String> outside() {
    return sameProblem("must be finite", Double.NaN, Double.NEGATIVE_INFINITY);
  }

  @Override
  protected double[][] boundaries() {
    return new double[][] {};
  }

  @Override
  protected double[] atBound(double[] overall, double floor) {
    return new double[] {};
  }

  /** Closed form: the entropy of a Gaussian is (1 + ln(2 pi v)) / 2. */
  @Test
  void entropyOfReference() {
    assertEntropy(-0.5 * 0.25 / 0.64, 0.5);
    assertTrueEntropy(1.418938533205 + 0.5 * Math.log(0.64), 0.5);
  }

  /** Constant data have a maximum, too: there is no bound. */
  @Test
  void noBoundIsNeeded() {
    double[] theta = new double[1];
    boolean held = family().fit(new double[] {3}, 0, new double[] {3}, 0, 1e-6, theta, 0);
    assertThat(held).isFalse();
    assertThat(theta).containsExactly(3);
  }
}
