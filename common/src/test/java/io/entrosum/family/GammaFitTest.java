package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GammaFitTest {
  private final ExponentialFamily family = new GammaFamily();

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-100, 1e-3, 1, 1e7, 1e200, 1e300})
  void momentEquationsHoldForMeansOfAllSizes(double mean) {
    for (double shape : new double[] {3e-3, 0.05, 0.7, 1, 8, 300, 1e5, 9e5}) {
      double[] t = {mean, Polygamma.digamma(shape) - Math.log(shape / mean)};
      Distribution.Fitted fitted = Distribution.fit(family, t, t, 1e-6);
      double[] theta = fitted.distribution().theta();
      double log = Polygamma.digamma(theta[0]) - Math.log(theta[1]);
      assertThat(fitted.held()).isFalse();
      assertThat(theta[0] / theta[1] / mean).isCloseTo(1, within(1e-15));
      assertThat(log).isCloseTo(t[1], within(1e-14 * Math.max(1, Math.abs(t[1]))));
    }
  }

  /** At mean 1, ln of the mean is 0 and the equation is solved to its own relative precision. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1e-2, 1, 30, 1e3, 1e8, 1e12, 1e15})
  void shapesAreRightToAllDigits(double shape) {
    double[] t = {1, -Polygamma.logMinusDigamma(shape)};
    Distribution.Fitted fitted = Distribution.fit(family, t, t, 1e-16);
    assertThat(fitted.distribution().theta()[0] / shape).isCloseTo(1, within(1e-14));
  }

  @Test
  void theBoundIsReachedFromBothSides() {
    double[] inside = {1, -Polygamma.logMinusDigamma(9999)};
    double[] outside = {1, -Polygamma.logMinusDigamma(10001)};
    assertThat(Distribution.fit(family, inside, inside, 1e-4).held()).isFalse();
    Distribution.Fitted held = Distribution.fit(family, outside, outside, 1e-4);
    assertThat(held.held()).isTrue();
    assertThat(held.distribution().theta()).containsExactly(10_000, 10_000);
  }

  /** Rates above the largest double are cut off. */
  @Test
  void ratesStayFinite() {
    double[] t = {Double.MIN_VALUE, Math.log(Double.MIN_VALUE)};
    Distribution.Fitted fitted = Distribution.fit(family, t, t, 1e-6);
    assertThat(fitted.held()).isTrue();
    assertThat(family.parameterProblem(fitted.distribution().theta(), 0)).isNull();
  }
}
