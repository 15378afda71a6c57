package io.entrosum.family;

/** Roots of increasing smooth functions: Newton's method, kept inside a bracket by bisection. */
final class IncreasingRoot {
  /**
   * A Newton step of this relative size is the last: convergence is quadratic, so what remains is
   * about its square.
   */
  private static final double LAST_STEP = 1e-9;

  private static final int MAX_STEPS = 300;

  private IncreasingRoot() {}

  /** An increasing function; {@code slope} is asked for after {@code value} at the same place. */
  interface Curve {
    double value(double x);

    double slope(double x);
  }

  /**
   * The root in an interval, or, to rounding, the end of the interval that is nearest to it.
   *
   * @param start where to start, clamped to the interval
   * @param unit steps are measured in units of {@code max(|x|, unit)}; 0 for a root that may be
   *     arbitrarily small
   */
  static double find(Curve curve, double low, double high, double start, double unit) {
    double a = low;
    double b = high;
    double x = Math.min(Math.max(start, low), high);
    double allowed = b - a;
    for (int i = 0; i < MAX_STEPS; i++) {
      double y = curve.value(x);
      if (y == 0) {
        return x;
      }
      double step = -y / curve.slope(x);
      if (Math.abs(step) <= LAST_STEP * Math.max(Math.abs(x), unit)) {
        return Math.min(Math.max(x + step, low), high);
      }
      if (y < 0) {
        a = x;
      } else {
        b = x;
      }
      double next = x + step;
      boolean newton = next > a && next < b && Math.abs(step) <= allowed;
      next = newton ? next : 0.5 * (a + b);
      if (next <= a || next >= b) {
        return x; // the bracket is one number wide
      }
      allowed = 0.5 * Math.abs(next - x);
      x = next;
    }
    return x;
  }
}
