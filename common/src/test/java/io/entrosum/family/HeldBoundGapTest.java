package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.linalg.NumericalException;
import io.entrosum.model.Mixture;
import io.entrosum.stats.Statistics;
import io.entrosum.train.LocalPass;
import java.util.List;
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

  @Test
  void withoutABoundAMissingMaximumIsAnErrorWithARemedy() {
    IndependentColumns any =
        IndependentColumns.around(1, List.of(new BernoulliFamily()), new double[] {.5}, 0);
    Statistics statistics =
        new LocalPass(List.of(Block.ofRows(new double[][] {{0}, {0}})))
            .eStep(new Mixture(new double[] {1}, any), "test");
    assertThatThrownBy(
            () -> IndependentColumns.around(2, List.of(new BernoulliFamily()), new double[] {1}, 0))
        .isInstanceOf(NumericalException.class)
        .hasMessageContaining("but became 1.0 (raise model.parameter-floor, which is 0.0)");
    assertThatThrownBy(() -> any.fit(statistics, new double[] {2}))
        .isInstanceOf(NumericalException.class)
        .hasMessageContaining(
            "bernoulli of component 0, column number 1: probability must be > 0 and < 1 but became"
                + " 0.0")
        .hasMessageContaining("raise model.parameter-floor, which is 0.0");
  }
}
