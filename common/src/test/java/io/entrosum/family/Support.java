package io.entrosum.family;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Sums and integrals over the values of a distribution.
 *
 * <p>Integrals are trapezoidal sums after a substitution that makes the integrand analytic and
 * small at both ends; their error then falls exponentially with the number of points.
 */
final class Support {
  private static final double STEP = 1.0 / 64;

  private final double[] nodes;
  private final double[] weights;

  private Support(double[] nodes, double[] weights) {
    this.nodes = nodes;
    this.weights = weights;
  }

  /** 0, 1, ..., last. */
  static Support counts(int last) {
    double[] nodes = new double[last + 1];
    double[] weights = new double[last + 1];
    for (int i = 0; i <= last; i++) {
      nodes[i] = i;
      weights[i] = 1;
    }
    return new Support(nodes, weights);
  }

  /** All numbers. */
  static Support line() {
    return substitute(-100, 100, y -> y, y -> 1);
  }

  /** Numbers above 0: {@code x = exp(y)}. */
  static Support positive() {
    return substitute(-300, 300, Math::exp, Math::exp);
  }

  /** Numbers above a positive minimum: {@code x = m exp(exp(y))}. */
  static Support above(double minimum) {
    return substitute(
        -40, 6.5, y -> minimum * Math.exp(Math.exp(y)), y -> minimum * Math.exp(Math.exp(y) + y));
  }

  /** Numbers between 0 and 1: {@code x = 1 / (1 + exp(-y))}. */
  static Support unitInterval() {
    return substitute(
        -300, 36, y -> 1 / (1 + Math.exp(-y)), y -> 1 / (1 + Math.exp(-y)) / (1 + Math.exp(y)));
  }

  /** All numbers, with a corner of the density at one of them. */
  static Support around(double corner) {
    Support right = substitute(-40, 40, y -> corner + Math.exp(y), Math::exp);
    Support left = substitute(-40, 40, y -> corner - Math.exp(y), Math::exp);
    int n = left.nodes.length;
    double[] nodes = Arrays.copyOf(left.nodes, 2 * n);
    double[] weights = Arrays.copyOf(left.weights, 2 * n);
    System.arraycopy(right.nodes, 0, nodes, n, n);
    System.arraycopy(right.weights, 0, weights, n, n);
    return new Support(nodes, weights);
  }

  private static Support substitute(
      double from, double to, DoubleUnaryOperator x, DoubleUnaryOperator slope) {
    int n = (int) ((to - from) / STEP) + 1;
    double[] nodes = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double y = from + i * STEP;
      nodes[i] = x.applyAsDouble(y);
      weights[i] = STEP * slope.applyAsDouble(y);
    }
    return new Support(nodes, weights);
  }

  double[] nodes() {
    return nodes.clone();
  }

  /** {@code int f(x) p(x) dx}, or the sum. */
  double expectation(DoubleUnaryOperator logDensity, DoubleUnaryOperator f) {
    double sum = 0;
    for (int i = 0; i < nodes.length; i++) {
      double mass = weights[i] * Math.exp(logDensity.applyAsDouble(nodes[i]));
      if (mass > 0) {
        sum += mass * f.applyAsDouble(nodes[i]);
      }
    }
    return sum;
  }
}
