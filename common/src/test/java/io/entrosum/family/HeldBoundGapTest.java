package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** What a held bound adds to the gap of a mixture: {@code eta' (tbar - mu) = Q + Htilde}. */
class HeldBoundGapTest {
  @Test
  void bernoulliWithoutASuccess() {
    double floor = 1e-6;
    double expected = floor * Math.log((1 - floor) / floor);
    assertThat(gap(new BernoulliFamily(), floor, 0)).isCloseTo(expected, within(1e-15));
  }

  /** {@code (a - 1)(ln a - psi(a)) = 1/2 - 5/(12 a) + ...}; terms are of the size a ln a. */
  @Test
  void equalRowsOfAGammaComponent() {
    double floor = 1e-4;
    double expected = 0.5 - 5 * floor / 12;
    assertThat(gap(new GammaFamily(), floor, 3)).isCloseTo(expected, within(1e-8));
  }

  @Test
  void equalRowsOfALogNormalComponentAlone() {
    double gap = gap(new LogNormalFamily(), 1e-6, 1);
    assertThat(gap).isEqualTo(0.5); // -1 / (2 v) times (0 - v)
  }

  private static double gap(ExponentialFamily family, double floor, double row) {
    double[] mean = new double[family.statistics()];
    family.statistics(row, mean, 0);
    Distribution.Fitted fitted = Distribution.fit(family, mean, mean, floor);
    assertThat(fitted.held()).isTrue();
    return fitted.distribution().objective(mean) + fitted.distribution().entropy();
  }
}
