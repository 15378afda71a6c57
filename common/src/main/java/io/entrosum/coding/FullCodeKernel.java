package io.entrosum.coding;

import io.entrosum.linalg.Blas;
import io.entrosum.linalg.InverseFactor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Full covariances. The optimal one is {@code T = (P + diag delta)^-1} with H free numbers a row;
 * at the optimum {@code delta_h = rate_h 2 phi(a_h) / s_h =: k_h}.
 *
 * <p>A step is Newton's in the means, {@code nu += T (y - P nu - rate erf(a / sqrt 2))}, whose
 * Hessian is {@code -(P + diag k)}, together with Newton's for {@code k(delta) = delta} with the
 * Jacobian's diagonal: {@code delta += (k - delta) / (1 + T_hh k (a^2 - 1) / 2)}. The first is an
 * ascent direction, the second nearly always; a row's step is shortened until its bound does not
 * fall, and where that does not help all of delta moves by one share of {@code k - delta}, which
 * is. A step costs {@code 2/3 H^3} flops a row, its covariance in the statistics {@code H^3} more.
 */
final class FullCodeKernel extends CodeKernel {
  private static final int CHUNK_ROWS = 256;

  /** Numbers of the stacked inverse factors whose Gram matrix is added at once: 2 MiB. */
  private static final int STACK = 1 << 18;

  /** How often a step is shortened, each time to {@link #SHORTER}. */
  private static final int MOST_TRIALS = 8;

  private static final double SHORTER = .3;

  /** A step never takes a free number below this share of what it was. */
  private static final double LEAST_SHARE = .1;

  private static final double ROUNDING = 1e-13;

  private final InverseFactor factor;
  private final double[] stack;
  private final int stackRows;
  private int stacked;

  // a row's point, and a trial of the next: means, free numbers, their images
  private Point here;
  private Point there;
  private final double[] gradient;
  private final double[] meanStep;
  private final double[] freeStep;

  FullCodeKernel(int latents, double[] precision, double[] rates) {
    super(latents, precision, rates, CHUNK_ROWS);
    this.factor = new InverseFactor(latents);
    this.stackRows = Math.max(1, STACK / (latents * latents));
    this.stack = new double[Math.multiplyExact(stackRows, latents * latents)];
    this.here = new Point(latents);
    this.there = new Point(latents);
    this.gradient = new double[latents];
    this.meanStep = new double[latents];
    this.freeStep = new double[latents];
  }

  /** A candidate for the posterior of a row, with what it follows from. */
  private static final class Point extends RowPosterior {
    final double[] mean;
    final double[] free;
    final double[] image;
    final double[] variance;
    double value;

    Point(int latents) {
      super(latents);
      mean = new double[latents];
      free = new double[latents];
      image = new double[latents];
      variance = new double[latents];
    }
  }

  @Override
  public void solve(
      int n,
      double[] y,
      double[] means,
      double[] free,
      SearchLimits limits,
      boolean cold,
      double @Nullable [] weights,
      double[] covariance,
      int offset) {
    int most = cold ? limits.coldSteps() : limits.steps();
    for (int i = 0; i < n; i++) {
      int at = i * latents;
      start(means, free, at, cold);
      boolean usable = evaluate(here, y, at);
      if (!usable && !cold) {
        start(means, free, at, true); // a state that nothing can be made of
        usable = evaluate(here, y, at);
      }
      if (!usable) {
        here.logDeterminant = Double.NaN; // counts as unexplained
        here.trace = Double.NaN;
      } else if (!search(y, at, most, limits.tolerance())) {
        countUnfinished(1);
      }
      System.arraycopy(here.mean, 0, means, at, latents);
      System.arraycopy(here.free, 0, free, at, latents);
      keep(i, here);
      if (weights != null && weights[i] > 0) {
        stack(weights[i], covariance, offset);
      }
    }
    if (weights != null) {
      unstack(covariance, offset);
    }
  }

  /** Cold, a posterior is where the prior is alone: {@code delta = rate^2}. */
  private void start(double[] means, double[] free, int at, boolean cold) {
    if (cold) {
      Arrays.fill(here.mean, 0);
      for (int h = 0; h < latents; h++) {
        here.free[h] = rates[h] * rates[h];
      }
    } else {
      System.arraycopy(means, at, here.mean, 0, latents);
      System.arraycopy(free, at, here.free, 0, latents);
    }
  }

  /** Whether a row has come to its optimum within the limit. */
  private boolean search(double[] y, int at, int most, double tolerance) {
    for (int step = 0; step < most; step++) {
      if (direction(y, at) <= tolerance) {
        return true;
      }
      if (!climbs(y, at)) {
        factor.invert(precision, here.free, 0); // what follows reads the factor of this point
        return false;
      }
      Point before = here;
      here = there;
      there = before;
    }
    return false;
  }

  /**
   * Finds a point that is not lower: along the step; with all free numbers moving by one share,
   * which is sure to lead up; with the means alone.
   */
  private boolean climbs(double[] y, int at) {
    if (climbsAlong(y, at)) {
      return true;
    }
    for (int h = 0; h < latents; h++) {
      freeStep[h] = .5 * (here.curvature[h] - here.free[h]);
    }
    if (climbsAlong(y, at)) {
      return true;
    }
    Arrays.fill(freeStep, 0);
    return climbsAlong(y, at);
  }

  private boolean climbsAlong(double[] y, int at) {
    double length = 1;
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
      if (accepts(length, y, at)) {
        return true;
      }
      length *= SHORTER;
    }
    return false;
  }

  private boolean accepts(double length, double[] y, int at) {
    for (int h = 0; h < latents; h++) {
      there.mean[h] = here.mean[h] + length * meanStep[h];
      there.free[h] = here.free[h] + length * freeStep[h];
    }
    return evaluate(there, y, at)
        && there.value >= here.value - ROUNDING * Math.max(1, Math.abs(here.value));
  }

  /** The next step; returns about what it would gain, nats. */
  private double direction(double[] y, int at) {
    double gain = 0;
    for (int h = 0; h < latents; h++) {
      gradient[h] = y[at + h] - here.image[h] - rates[h] * here.sign[h];
      double a = here.mean[h] / here.deviation[h];
      double k = here.curvature[h];
      double v = here.variance[h];
      double change = k - here.free[h];
      double step = change / (1 + Math.max(-.5, .5 * v * k * (a * a - 1)));
      freeStep[h] = Math.max(step, (LEAST_SHARE - 1) * here.free[h]);
      if (here.free[h] + freeStep[h] < TINY) {
        freeStep[h] = 0;
      }
      gain += .25 * freeStep[h] * v * v * change;
    }
    factor.solve(gradient, meanStep);
    return gain + .5 * Blas.dot(latents, gradient, 0, meanStep, 0);
  }

  /** Fills in what follows from means and free numbers; false if there is no such posterior. */
  private boolean evaluate(Point point, double[] y, int at) {
    countSteps(1);
    if (!factor.invert(precision, point.free, 0)) {
      return false;
    }
    factor.diagonal(point.variance, 0);
    multiply(point.mean, point.image);
    countProducts(1);
    double value = 0;
    double slack = 0;
    for (int h = 0; h < latents; h++) {
      double nu = point.mean[h];
      double s = Math.sqrt(point.variance[h]);
      double prior = point.set(h, nu, s, rates[h]);
      value += nu * (y[at + h] - .5 * point.image[h]) - prior;
      slack += point.free[h] * point.variance[h];
    }
    point.logDeterminant = -factor.logDeterminant();
    point.trace = latents - slack;
    point.value = value + .5 * (point.logDeterminant - latents + slack);
    return Double.isFinite(point.value);
  }

  /** {@code into = P v}. */
  private void multiply(double[] v, double[] into) {
    Arrays.fill(into, 0);
    for (int i = 0; i < latents; i++) {
      double factorOfRow = v[i];
      int row = i * latents;
      for (int j = 0; j < latents; j++) {
        into[j] += factorOfRow * precision[row + j];
      }
    }
  }

  private void stack(double weight, double[] covariance, int offset) {
    if (stacked == stackRows) {
      unstack(covariance, offset);
    }
    factor.copy(Math.sqrt(weight), stack, stacked * latents * latents);
    stacked++;
  }

  private void unstack(double[] covariance, int offset) {
    Blas.addGram(stacked * latents, latents, stack, covariance, offset);
    stacked = 0;
  }
}
