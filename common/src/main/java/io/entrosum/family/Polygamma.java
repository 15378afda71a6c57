package io.entrosum.family;

import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.Trigamma;

/**
 * Digamma and trigamma of positive numbers, and their differences without cancellation.
 *
 * <p>Commons Numbers computes {@code psi} to about 1e-15 from 1e-5 on; below it drops the term
 * {@code pi^2 x / 6}, which the recurrence {@code psi(x) = psi(x + 1) - 1 / x} brings back. Its
 * trigamma, needed for the slopes of Newton's method only, is right to 4e-12 relative: at 49 its
 * series ends too early.
 */
final class Polygamma {
  /** Below this, Commons Numbers has 10 digits only. */
  private static final double SMALL = 1e-5;

  /** From here on the asymptotic series has all digits. */
  private static final double LARGE = 10;

  /** {@code B_2k / (2 k)}, k = 1, 2, ...: the series of {@code ln x - psi(x) - 1 / (2 x)}. */
  private static final double[] SERIES = {
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12
  };

  private Polygamma() {}

  /** {@code psi(x)}. */
  static double digamma(double x) {
    return x < SMALL ? Digamma.value(x + 1) - 1 / x : Digamma.value(x);
  }

  /** {@code psi'(x)}. */
  static double trigamma(double x) {
    return x < SMALL ? Trigamma.value(x + 1) + 1 / x / x : Trigamma.value(x);
  }

  /**
   * {@code ln x - psi(x)}, positive, to full relative precision.
   *
   * <p>Far out it is {@code 1 / (2 x) + 1 / (12 x^2) - ...}; below, the recurrence adds positive
   * numbers {@code 1 / x - ln(1 + 1 / x)}.
   */
  static double logMinusDigamma(double x) {
    double sum = 0;
    double y = x;
    for (; y < LARGE; y++) {
      double inverse = 1 / y;
      sum += inverse - Math.log1p(inverse);
    }
    double inverse = 1 / y;
    double square = inverse * inverse;
    double series = 0;
    for (int i = SERIES.length - 1; i >= 0; i--) {
      series = square * (SERIES[i] + series);
    }
    return sum + (0.5 * inverse + series);
  }

  /**
   * {@code psi(x + y) - psi(x)}, positive, to full relative precision also where y is much smaller
   * than x: term by term of recurrence and series, as differences that don't cancel.
   */
  static double digammaStep(double x, double y) {
    double sum = 0;
    double from = x;
    for (; from < LARGE; from++) {
      sum += y / from / (from + y);
    }
    double log = Math.log1p(y / from);
    double square = 1 / (from * from);
    double power = 1;
    double series = 0;
    for (int i = 0; i < SERIES.length; i++) {
      power *= square;
      series -= SERIES[i] * power * Math.expm1(-2 * (i + 1) * log);
    }
    return sum + (log + 0.5 * y / from / (from + y) + series);
  }
}
