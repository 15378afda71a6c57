package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class IncreasingRootTest {
  @Test
  void rootsAreFoundFromEveryStart() {
    for (double start : new double[] {-700, -20, -1, 0, 0.5, 3, 700}) {
      double root = find(x -> Math.exp(x) - 2, Math::exp, -700, 700, start);
      assertThat(root).isCloseTo(Math.log(2), within(2e-16));
    }
  }

  /** Newton's method alone diverges here from |x| > 1.39. */
  @Test
  void bisectionKeepsNewtonInTheBracket() {
    for (double start : new double[] {-1e6, -2, 2, 1e6}) {
      double root = find(x -> Math.atan(x - 1), x -> 1 / (1 + (x - 1) * (x - 1)), -1e6, 1e6, start);
      assertThat(root).isCloseTo(1, within(2e-16));
    }
  }

  @Test
  void rootsOutsideTheIntervalGiveItsNearerEnd() {
    assertThat(find(x -> x - 5, x -> 1, 0, 3, 1)).isCloseTo(3, within(1e-15));
    assertThat(find(x -> x + 5, x -> 1, 0, 3, 1)).isCloseTo(0, within(1e-15));
  }

  private static double find(
      DoubleUnaryOperator value, DoubleUnaryOperator slope, double low, double high, double start) {
    return IncreasingRoot.find(
        new IncreasingRoot.Curve() {
          @Override
          public double value(double x) {
            return value.applyAsDouble(x);
          }

          @Override
          public double slope(double x) {
            return slope.applyAsDouble(x);
          }
        },
        low,
        high,
        start,
        1);
  }
}
