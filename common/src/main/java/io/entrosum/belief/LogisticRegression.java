package io.entrosum.belief;

import io.entrosum.linalg.Cholesky;
import io.entrosum.linalg.NumericalException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Weighted logistic regressions on the states of binary units: the M-step of a layer, one unit at a
 * time, by Newton's method with step halving.
 *
 * <pre>
 *   max  sum_s  X_s a_s - R_s ln(1 + e^a_s)  -  ridge / 2 (|v|^2 + b^2),    a_s = b + sum_i v_i s_i
 * </pre>
 *
 * <p>Where states can be told apart by a plane, the maximum is at infinity: steps then end where a
 * next one would gain nothing that rounding leaves, at logits of some 30.
 */
final class LogisticRegression {
  private static final int MOST_STEPS = 200;
  private static final int MOST_HALVINGS = 40;

  /** Expected gains below this share of the total weight do not change parameters any more. */
  private static final double LEAST_GAIN = 1e-28;

  /** Expected gains below this share cannot be told from the rounding of values. */
  private static final double ROUNDING = 1e-12;

  private final LayerTable table;
  private final double ridge;
  private final int[] states;
  private final double total;

  LogisticRegression(LayerTable table, double ridge) {
    this.table = table;
    this.ridge = ridge;
    double[] weights = table.weights();
    this.states = IntStream.range(0, weights.length).filter(s -> weights[s] > 0).toArray();
    this.total = Arrays.stream(weights).sum();
  }

  /** The layer at the maximum, sought from another one. */
  BeliefLayer fit(BeliefLayer from) {
    int n = table.outputs();
    int inputs = table.inputs();
    double[] weights = new double[inputs * n];
    double[] biases = new double[n];
    for (int j = 0; j < n; j++) {
      double[] at = new double[inputs + 1];
      for (int i = 0; i < inputs; i++) {
        at[i] = from.weights()[i * n + j];
      }
      at[inputs] = from.biases()[j];
      double[] best = maximise(j, at);
      for (int i = 0; i < inputs; i++) {
        weights[i * n + j] = best[i];
      }
      biases[j] = best[inputs];
    }
    return new BeliefLayer(inputs, weights, biases);
  }

  private double[] maximise(int unit, double[] start) {
    double[] at = start;
    double value = value(unit, at);
    double before = Double.POSITIVE_INFINITY;
    for (int step = 0; step < MOST_STEPS; step++) {
      double[] direction = direction(unit, at);
      double gain = direction[at.length];
      if (!(gain > LEAST_GAIN * total)) {
        return at;
      }
      if (gain <= ROUNDING * total) {
        if (!(gain < before)) {
          return at;
        }
        before = gain;
        at = moved(at, direction, 1);
        continue;
      }
      double share = 1;
      double[] next = moved(at, direction, share);
      double reached = value(unit, next);
      for (int halving = 0; halving < MOST_HALVINGS && !(reached >= value); halving++) {
        share /= 2;
        next = moved(at, direction, share);
        reached = value(unit, next);
      }
      if (!(reached >= value)) {
        return at;
      }
      at = next;
      value = reached;
    }
    return at;
  }

  private static double[] moved(double[] at, double[] direction, double share) {
    double[] next = at.clone();
    for (int i = 0; i < next.length; i++) {
      next[i] += share * direction[i];
    }
    return next;
  }

  private double logit(int state, double[] at) {
    double a = at[table.inputs()];
    for (int rest = state; rest != 0; rest &= rest - 1) {
      a += at[Integer.numberOfTrailingZeros(rest)];
    }
    return a;
  }

  private double value(int unit, double[] at) {
    int n = table.outputs();
    double sum = 0;
    for (int state : states) {
      double a = logit(state, at);
      double softplus = Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)));
      sum += table.successes()[state * n + unit] * a - table.weights()[state] * softplus;
    }
    double squares = 0;
    for (double x : at) {
      squares += x * x;
    }
    return sum - .5 * ridge * squares;
  }

  /** Newton's step, and behind it twice what it promises to gain. */
  private double[] direction(int unit, double[] at) {
    int n = table.outputs();
    int size = at.length;
    double[] gradient = new double[size];
    double[] hessian = new double[size * size];
    for (int i = 0; i < size; i++) {
      gradient[i] = -ridge * at[i];
      hessian[i * size + i] = ridge;
    }
    for (int state : states) {
      double p = Logits.probability(logit(state, at));
      double r = table.weights()[state];
      double residual = table.successes()[state * n + unit] - r * p;
      double curvature = r * p * (1 - p);
      // the bias is the last, as if it were a unit that is always on
      for (int rest = state | 1 << (size - 1); rest != 0; rest &= rest - 1) {
        int i = Integer.numberOfTrailingZeros(rest);
        gradient[i] += residual;
        for (int others = rest; others != 0; others &= others - 1) {
          hessian[Integer.numberOfTrailingZeros(others) * size + i] += curvature;
        }
      }
    }
    return solve(gradient, hessian);
  }

  /** {@code hessian^-1 gradient}, its lower triangle given; damped where that is singular. */
  private static double[] solve(double[] gradient, double[] hessian) {
    int size = gradient.length;
    double largest = 0;
    for (int i = 0; i < size; i++) {
      largest = Math.max(largest, hessian[i * size + i]);
    }
    double damping = 0;
    for (int tries = 0; tries < 60; tries++) {
      double[] damped = hessian.clone();
      for (int i = 0; i < size; i++) {
        damped[i * size + i] += damping;
      }
      Cholesky factor = Cholesky.of(size, damped);
      if (factor != null) {
        return solved(factor.inverseFactor(), gradient);
      }
      damping = Math.max(10 * damping, Math.max(1e-14 * largest, Double.MIN_NORMAL));
    }
    throw new NumericalException(
        "the Hessian of a logistic regression is not finite",
        "use model.ridge, which keeps weights small");
  }

  private static double[] solved(double[] inverse, double[] gradient) {
    int size = gradient.length;
    double[] half = new double[size];
    double gain = 0;
    for (int i = 0; i < size; i++) {
      for (int k = 0; k <= i; k++) {
        half[i] += inverse[i * size + k] * gradient[k];
      }
      gain += half[i] * half[i];
    }
    double[] step = new double[size + 1];
    for (int i = 0; i < size; i++) {
      for (int k = i; k < size; k++) {
        step[i] += inverse[k * size + i] * half[k];
      }
    }
    step[size] = gain;
    return step;
  }
}
