package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BetaMomentsTest {
  private final ExponentialFamily family = new BetaFamily();

  /** Means of T are matched to all digits, each relative to its own size. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-2, 0.1, 0.7, 1, 3, 40, 1e3, 1e5})
  void momentEquationsHold(double alpha) {
    for (double beta : new double[] {1e-3, 1e-2, 0.3, 1, 5, 70, 1e3, 1e5}) {
      double[] mean = new Distribution(family, alpha, beta).meanStatistics();
      Distribution.Fitted fitted = Distribution.fit(family, mean, mean, 1e-9);
      double[] fittedMean = fitted.distribution().meanStatistics();
      assertThat(fitted.held()).isFalse();
      assertThat(fittedMean[0] / mean[0]).as("%s, %s", alpha, beta).isCloseTo(1, within(1e-14));
      assertThat(fittedMean[1] / mean[1]).as("%s, %s", alpha, beta).isCloseTo(1, within(1e-14));
    }
  }

  /** With alpha + beta held, the slope along alpha - beta is 0. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-9, 0.2, 0.5, 0.999, 1 - 0x1p-53})
  void heldSumsAreTheBestOfTheirSum(double x) {
    double[] mean = new Distribution(family, 1, 1).statistics(x);
    Distribution.Fitted fitted = Distribution.fit(family, mean, mean, 1e-6);
    double[] theta = fitted.distribution().theta();
    double[] fittedMean = fitted.distribution().meanStatistics();
    double size = Math.max(1, Math.abs(mean[0] - mean[1]));
    assertThat(fitted.held()).isTrue();
    assertThat(theta[0] + theta[1]).isCloseTo(1e6, within(1e-9));
    assertThat(fittedMean[0] - fittedMean[1]).isCloseTo(mean[0] - mean[1], within(1e-14 * size));
  }

  /** Half of the rows at each end of the domain: the smallest parameters that data can ask for. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.5, 0.99})
  void extremeDataKeepParametersAwayFromZero(double share) {
    double[] low = new Distribution(family, 1, 1).statistics(Double.MIN_VALUE);
    double[] high = new Distribution(family, 1, 1).statistics(1 - 0x1p-53);
    double[] mean = {
      share * low[0] + (1 - share) * high[0], share * low[1] + (1 - share) * high[1]
    };
    Distribution.Fitted fitted = Distribution.fit(family, mean, mean, 1e-6);
    assertThat(fitted.held()).isFalse();
    assertThat(fitted.distribution().theta()[0]).isBetween(6.7e-4, 1.0);
    assertThat(fitted.distribution().theta()[1]).isBetween(6.7e-4, 1.0);
    double[] fittedMean = fitted.distribution().meanStatistics();
    assertThat(fittedMean[0] / mean[0]).isCloseTo(1, within(1e-13));
    assertThat(fittedMean[1] / mean[1]).isCloseTo(1, within(1e-13));
  }
}
