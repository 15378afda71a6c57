package io.entrosum.coding;

import io.entrosum.linalg.Blas;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Independent latents: {@code T = diag(s^2)}. The bound of a row is concave in {@code (nu, u = ln
 * s)}, and a step is Newton's in both at once. With {@code k = rate 2 phi(a) / s}, {@code f = 1 - k
 * s^2 - P_hh s^2} the derivative by u, {@code b = k s^2 (1 + a^2) + 2 P_hh s^2} the curvature of u
 * and {@code c = a k s} the coupling, u is eliminated:
 *
 * <pre>
 *   (P + diag(k - c^2 / b)) dnu = y - P nu - rate erf(a / sqrt 2) + c f / b
 *   du = (f + c dnu) / b
 * </pre>
 *
 * <p>The first comes from {@link ConjugateGradients} of all rows of a chunk at once. A row's step
 * is shortened until its bound does not fall.
 */
final class DiagonalCodeKernel extends CodeKernel {
  private static final int CHUNK_ROWS = 256;

  private static final double[] NONE = {};

  private static final int MOST_TRIALS = 14;
  private static final double SHORTER = .4;
  private static final double ROUNDING = 1e-13;

  /** The most that the logarithm of a deviation changes in a step. */
  private static final double MOST_LOG_STEP = 2;

  private final double[] diagonal;
  private final ConjugateGradients equations;

  // of all rows of the chunk
  private final double[] images;
  private final double[] signs;
  private final double[] values;

  // of the rows that are not done, packed
  private final int[] open;
  private final double[] gradient;
  private final double[] hessian;
  private final double[] step;
  private final double[] stepImage;
  private final double[] logStep;
  private final double[] slope;
  private final double[] coupling;
  private final double[] curve;

  // a trial of one row
  private final RowPosterior trial;

  DiagonalCodeKernel(int latents, double[] precision, double[] rates) {
    super(latents, precision, rates, CHUNK_ROWS);
    int size = chunkRows * latents;
    this.diagonal = new double[latents];
    for (int h = 0; h < latents; h++) {
      diagonal[h] = precision[h * latents + h];
    }
    this.equations = new ConjugateGradients(latents, precision, diagonal, chunkRows);
    this.images = new double[size];
    this.signs = new double[size];
    this.values = new double[chunkRows];
    this.open = new int[chunkRows];
    this.gradient = new double[size];
    this.hessian = new double[size];
    this.step = new double[size];
    this.stepImage = new double[size];
    this.logStep = new double[size];
    this.slope = new double[size];
    this.coupling = new double[size];
    this.curve = new double[size];
    this.trial = new RowPosterior(latents);
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
    for (int i = 0; i < n && cold; i++) {
      startCold(i, means, free);
    }
    Blas.times(n, latents, latents, means, precision, images);
    countProducts(n);
    for (int i = 0; i < n; i++) {
      int at = i * latents;
      values[i] = evaluate(y, means, free, at, NONE, 0, 0);
      if (!Double.isFinite(values[i]) && !cold) {
        startCold(i, means, free); // a state that nothing can be made of
        Arrays.fill(images, at, at + latents, 0);
        values[i] = evaluate(y, means, free, at, NONE, 0, 0);
      }
      keep(i, free);
      open[i] = i;
    }
    int left = n;
    for (int round = 0; round < most && left > 0; round++) {
      left = step(left, y, means, free, limits.tolerance());
    }
    countUnfinished(left);
    if (weights != null) {
      addVariances(n, weights, covariance, offset);
    }
  }

  private void addVariances(int n, double[] weights, double[] covariance, int offset) {
    for (int i = 0; i < n; i++) {
      for (int h = 0; h < latents; h++) {
        double s = deviations[i * latents + h];
        covariance[offset + h * latents + h] += weights[i] * s * s;
      }
    }
  }

  private void startCold(int i, double[] means, double[] free) {
    for (int h = 0; h < latents; h++) {
      means[i * latents + h] = 0;
      free[i * latents + h] = 1 / Math.sqrt(rates[h] * rates[h] + diagonal[h]);
    }
  }

  /** One step of all open rows; returns how many stay open. */
  private int step(int count, double[] y, double[] means, double[] free, double tolerance) {
    gradients(count, y, means);
    countProducts(equations.solve(count, gradient, hessian, step));
    int left = 0;
    int moving = 0;
    for (int p = 0; p < count; p++) {
      double gain = logStep(p) + .5 * Blas.dot(latents, gradient, p * latents, step, p * latents);
      if (gain > tolerance) {
        open[moving] = open[p];
        System.arraycopy(step, p * latents, step, moving * latents, latents);
        System.arraycopy(logStep, p * latents, logStep, moving * latents, latents);
        moving++;
      }
    }
    Blas.times(moving, latents, latents, step, precision, stepImage);
    countProducts(moving);
    for (int p = 0; p < moving; p++) {
      if (move(open[p], p, y, means, free)) {
        open[left++] = open[p];
      } else {
        countUnfinished(1);
      }
    }
    return left;
  }

  /** The step in the logarithms of deviations of a row; returns what it gains by itself. */
  private double logStep(int p) {
    double gain = 0;
    for (int at = p * latents; at < (p + 1) * latents; at++) {
      double change = (slope[at] + coupling[at] * step[at]) / curve[at];
      logStep[at] = Math.max(-MOST_LOG_STEP, Math.min(MOST_LOG_STEP, change));
      gain += .5 * slope[at] * slope[at] / curve[at];
    }
    return gain;
  }

  private void gradients(int count, double[] y, double[] means) {
    for (int p = 0; p < count; p++) {
      int row = open[p] * latents;
      int at = p * latents;
      for (int h = 0; h < latents; h++) {
        double s = deviations[row + h];
        double k = curvatures[row + h];
        double a = means[row + h] / s;
        double spread = diagonal[h] * s * s;
        double pull = k * s * s;
        double f = 1 - pull - spread;
        double b = pull * (1 + a * a) + 2 * spread;
        double c = a * k * s;
        slope[at + h] = f;
        coupling[at + h] = c;
        curve[at + h] = b;
        hessian[at + h] = Math.max(0, k - c * c / b);
        gradient[at + h] = y[row + h] - images[row + h] - rates[h] * signs[row + h] + c * f / b;
      }
    }
  }

  /** Takes the longest share of a step that does not lower the bound of a row; false if none. */
  private boolean move(int i, int p, double[] y, double[] means, double[] free) {
    int row = i * latents;
    int at = p * latents;
    double[] mean = Arrays.copyOfRange(means, row, row + latents);
    double[] image = Arrays.copyOfRange(images, row, row + latents);
    double length = 1;
    for (int tried = 0; tried < MOST_TRIALS; tried++) {
      for (int h = 0; h < latents; h++) {
        means[row + h] = mean[h] + length * step[at + h];
        images[row + h] = image[h] + length * stepImage[at + h];
      }
      double value = evaluate(y, means, free, row, logStep, at, length);
      if (value >= values[i] - ROUNDING * Math.max(1, Math.abs(values[i]))) {
        values[i] = value;
        keep(i, free);
        return true;
      }
      length *= SHORTER;
    }
    System.arraycopy(mean, 0, means, row, latents);
    System.arraycopy(image, 0, images, row, latents);
    return false;
  }

  /**
   * The value of a row at its means and at deviations a share of a step in their logarithms away;
   * what follows from them stays in the trial.
   */
  private double evaluate(
      double[] y, double[] means, double[] from, int at, double[] logs, int logsAt, double share) {
    countSteps(1);
    double value = 0;
    double product = 1;
    double logSum = 0;
    double trace = 0;
    for (int h = 0; h < latents; h++) {
      double nu = means[at + h];
      double s = from[at + h];
      if (share != 0) {
        s *= Math.exp(share * logs[logsAt + h]);
      }
      double prior = trial.set(h, nu, s, rates[h]);
      product *= s;
      if (product < 1e-200 || product > 1e200) {
        logSum += Math.log(product);
        product = 1;
      }
      trace += diagonal[h] * s * s;
      value += nu * (y[at + h] - .5 * images[at + h]) - prior;
    }
    trial.logDeterminant = 2 * (logSum + Math.log(product));
    trial.trace = trace;
    double total = value + .5 * (trial.logDeterminant - trace);
    return Double.isNaN(total) ? Double.NEGATIVE_INFINITY : total;
  }

  /** Makes the trial the state of a row. */
  private void keep(int i, double[] free) {
    int at = i * latents;
    keep(i, trial);
    System.arraycopy(trial.deviation, 0, free, at, latents);
    System.arraycopy(trial.sign, 0, signs, at, latents);
  }
}
