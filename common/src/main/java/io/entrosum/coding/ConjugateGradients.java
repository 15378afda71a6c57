package io.entrosum.coding;

import io.entrosum.linalg.Blas;
import java.util.Arrays;

/**
 * Rough solutions of {@code (P + diag h) x = g}, with an h and a g of its own for each row:
 * conjugate gradients, preconditioned by the diagonal, of many rows at once. An iteration is one
 * product of the rows with P, {@code 2 H^2} flops a row. Has scratch memory of its own, for one
 * thread.
 */
final class ConjugateGradients {
  /** Fewer iterations than needed still give an ascent direction. */
  private static final int MOST_ITERATIONS = 24;

  /** How far residuals fall, relative to their size at first. */
  private static final double RESIDUAL = .1;

  private final int latents;
  private final double[] precision;
  private final double[] diagonal;

  private final double[] residual;
  private final double[] search;
  private final double[] searchImage;

  // squares of residuals in the metric of the preconditioner, at first and now
  private final double[] first;
  private final double[] now;

  /**
   * For a matrix.
   *
   * @param precision P, symmetric, row-major [H, H]; kept, not copied
   * @param diagonal of P, [H]; kept, not copied
   * @param rows the most rows of a call
   */
  ConjugateGradients(int latents, double[] precision, double[] diagonal, int rows) {
    this.latents = latents;
    this.precision = precision;
    this.diagonal = diagonal;
    int size = rows * latents;
    this.residual = new double[size];
    this.search = new double[size];
    this.searchImage = new double[size];
    this.first = new double[rows];
    this.now = new double[rows];
  }

  /**
   * Solves for rows.
   *
   * @param count the number of rows
   * @param gradient g, row-major [count, H]. Not modified.
   * @param hessian h, at least 0, row-major [count, H]. Not modified.
   * @param step Modified. x, row-major [count, H].
   * @return the number of products of a row with P
   */
  long solve(int count, double[] gradient, double[] hessian, double[] step) {
    int size = count * latents;
    Arrays.fill(step, 0, size, 0);
    System.arraycopy(gradient, 0, residual, 0, size);
    double worst = 0;
    for (int p = 0; p < count; p++) {
      double sum = 0;
      for (int h = 0; h < latents; h++) {
        int at = p * latents + h;
        search[at] = residual[at] / (diagonal[h] + hessian[at]);
        sum += residual[at] * search[at];
      }
      first[p] = sum;
      now[p] = sum;
      worst = Math.max(worst, sum);
    }
    long products = 0;
    boolean done = !(worst > 0);
    for (int iteration = 0; iteration < MOST_ITERATIONS && !done; iteration++) {
      Blas.times(count, latents, latents, search, precision, searchImage);
      products += count;
      done = true;
      for (int p = 0; p < count; p++) {
        done &= advance(p, hessian, step);
      }
    }
    return products;
  }

  /** One iteration of a row; whether it needs no more. */
  private boolean advance(int p, double[] hessian, double[] step) {
    double before = now[p];
    if (!(before > RESIDUAL * RESIDUAL * first[p])) {
      return true;
    }
    int at = p * latents;
    double curve = 0;
    for (int h = 0; h < latents; h++) {
      searchImage[at + h] += hessian[at + h] * search[at + h];
      curve += search[at + h] * searchImage[at + h];
    }
    if (!(curve > 0)) {
      now[p] = 0;
      return true;
    }
    double length = before / curve;
    double square = 0;
    for (int h = 0; h < latents; h++) {
      step[at + h] += length * search[at + h];
      double r = residual[at + h] - length * searchImage[at + h];
      residual[at + h] = r;
      square += r * r / (diagonal[h] + hessian[at + h]);
    }
    double ratio = square / before;
    for (int h = 0; h < latents; h++) {
      search[at + h] = residual[at + h] / (diagonal[h] + hessian[at + h]) + ratio * search[at + h];
    }
    now[p] = square;
    return !(square > RESIDUAL * RESIDUAL * first[p]);
  }
}
