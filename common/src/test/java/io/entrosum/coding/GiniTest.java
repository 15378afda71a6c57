package io.entrosum.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The Gini coefficient against its definition, half the relative mean difference. */
class GiniTest {
  @Test
  void ofEqualNumbersOfOneAndOfNone() {
    assertThat(Gini.of(new double[] {2, 2, 2, 2})).isEqualTo(0, within(1e-15));
    assertThat(Gini.of(new double[] {0, 0, 5, 0})).isEqualTo(.75, within(1e-15));
    assertThat(Gini.of(new double[3])).isZero();
  }

  @Test
  void isHalfTheRelativeMeanDifference() {
    double[] values = {3, .5, 0, 7, 1.25, .5};
    double differences = 0;
    double sum = 0;
    for (double a : values) {
      sum += a;
      for (double b : values) {
        differences += Math.abs(a - b);
      }
    }
    double expected = differences / (2 * values.length * sum);
    assertThat(Gini.of(values)).isEqualTo(expected, within(1e-14));
  }
}
