package io.entrosum.train;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The last steps of a quasi-Newton method and how the gradient changed along them: L-BFGS by the
 * two-loop recursion (Nocedal, 1980), about a preconditioner that changes from point to point.
 *
 * <p>Written here because an evaluation of the objective is a pass over distributed data, asked for
 * by one object and made by another: optimiser libraries call the function themselves, and none
 * that is licensed freely takes a preconditioner.
 */
final class StepMemory {
  /** A pair whose curvature is less, relative to the lengths, says nothing. */
  private static final double LEAST_CURVATURE = 1e-10;

  private final int length;
  private final Deque<Pair> pairs = new ArrayDeque<>();

  /** Remembers up to {@code length} steps. */
  StepMemory(int length) {
    this.length = length;
  }

  /** A step, the fall of the gradient along it, their product. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Pair(double[] step, double[] fall, double product) {}

  /**
   * Remembers a step.
   *
   * @param fall the gradient before less that after it
   */
  void add(double[] step, double[] fall) {
    double product = dot(step, fall);
    double lengths = Math.sqrt(dot(step, step)) * Math.sqrt(dot(fall, fall));
    if (product > LEAST_CURVATURE * lengths) {
      pairs.addLast(new Pair(step, fall, product));
      if (pairs.size() > length) {
        pairs.removeFirst();
      }
    }
  }

  /** The steps, the first first, one after the other in one array. */
  double[] steps() {
    return joined(Pair::step);
  }

  /** How the gradient fell along them, likewise. */
  double[] falls() {
    return joined(Pair::fall);
  }

  private double[] joined(Function<Pair, double[]> of) {
    return pairs.stream().map(of).flatMapToDouble(Arrays::stream).toArray();
  }

  /**
   * Remembers what another memory did.
   *
   * @param size of one step
   */
  void addAll(double[] steps, double[] falls, int size) {
    for (int from = 0; from < steps.length; from += size) {
      double[] step = Arrays.copyOfRange(steps, from, from + size);
      double[] fall = Arrays.copyOfRange(falls, from, from + size);
      pairs.addLast(new Pair(step, fall, dot(step, fall)));
    }
  }

  /** Forgets everything. */
  void clear() {
    pairs.clear();
  }

  /** Whether there is nothing to forget. */
  boolean isEmpty() {
    return pairs.isEmpty();
  }

  /**
   * The direction of ascent for a gradient.
   *
   * @param preconditioner the inverse of the negative Hessian, roughly
   */
  double[] direction(double[] gradient, UnaryOperator<double[]> preconditioner) {
    double[] q = gradient.clone();
    double[] shares = new double[pairs.size()];
    int i = pairs.size();
    for (Iterator<Pair> backwards = pairs.descendingIterator(); backwards.hasNext(); ) {
      Pair pair = backwards.next();
      shares[--i] = dot(pair.step, q) / pair.product;
      add(q, -shares[i], pair.fall);
    }
    double[] direction = preconditioner.apply(q);
    for (Pair pair : pairs) {
      add(direction, shares[i++] - dot(pair.fall, direction) / pair.product, pair.step);
    }
    return direction;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] v) {
    for (int i = 0; i < to.length; i++) {
      to[i] += factor * v[i];
    }
  }
}
