package io.entrosum.belief;

import io.entrosum.linalg.Blas;
import io.entrosum.linalg.Cholesky;
import io.entrosum.linalg.NumericalException;

/**
 * Gradient and curvature of the bound of a sigmoid belief network, by the order of {@link
 * BeliefParameters#coordinates}, less a ridge.
 *
 * <p>For fixed posteriors a unit is a logistic regression of its own. Its Hessian, {@code E S (1 -
 * S) (u, 1)(u, 1)'}, is taken as the mean curvature of the unit times {@code E (u, 1)(u, 1)'},
 * which all units of a layer share.
 */
public final class BeliefSlope {
  /** No logit parameter changes by more at once. */
  private static final double LONGEST = 2;

  /** Curvatures below this are those of units that never change. */
  private static final double LEAST_CURVATURE = 1e-6;

  /** Added to the diagonal of a Gram matrix, relative to its largest element. */
  private static final double DAMPING = 1e-6;

  private final BeliefParameters at;
  private final BeliefSums sums;
  private final double ridge;

  /**
   * The surroundings of parameters.
   *
   * @param ridge per unit of weight
   */
  public BeliefSlope(BeliefParameters at, BeliefSums sums, double ridge) {
    this.at = at;
    this.sums = sums;
    this.ridge = ridge;
  }

  /** The derivatives of the bound less the ridge. */
  public double[] gradient() {
    double[] gradient = new double[at.size()];
    double[] coordinates = at.coordinates();
    int from = 0;
    for (int l = 0; l < at.layers().size(); l++) {
      double[] own = sums.layers().get(l).gradient();
      boolean held = l < at.layers().size() - 1;
      for (int i = 0; i < own.length; i++) {
        gradient[from + i] = own[i] - (held ? ridge * coordinates[from + i] : 0);
      }
      from += own.length;
    }
    return gradient;
  }

  /** An approximate inverse of the negative Hessian times a vector. */
  public double[] precondition(double[] vector) {
    double[] result = new double[vector.length];
    int from = 0;
    for (int l = 0; l < at.layers().size(); l++) {
      precondition(sums.layers().get(l), vector, from, result);
      from += at.layers().get(l).size();
    }
    return result;
  }

  private void precondition(LayerSums layer, double[] vector, int from, double[] result) {
    int rows = layer.inputs() + 1;
    int n = layer.outputs();
    double[] inverse = inverseFactor(layer);
    double[] own = new double[rows * n];
    System.arraycopy(vector, from, own, 0, own.length);
    double[] half = new double[own.length];
    Blas.times(rows, n, rows, inverse, own, half);
    double[] whole = new double[own.length];
    Blas.addTransposedTimes(rows, rows, n, inverse, half, whole, 0);
    for (int i = 0; i < whole.length; i++) {
      double curvature = Math.max(LEAST_CURVATURE, layer.curvature()[i % n]);
      result[from + i] = whole[i] / curvature;
    }
  }

  private double[] inverseFactor(LayerSums layer) {
    int rows = layer.inputs() + 1;
    double[] lower = new double[rows * rows];
    double largest = 0;
    for (int i = 0; i < rows; i++) {
      for (int k = i; k < rows; k++) {
        lower[k * rows + i] = layer.gram()[i * rows + k];
      }
      largest = Math.max(largest, layer.gram()[i * rows + i]);
    }
    for (int i = 0; i < rows; i++) {
      lower[i * rows + i] += DAMPING * largest + ridge;
    }
    Cholesky factor = Cholesky.of(rows, lower);
    if (factor == null) {
      throw new NumericalException(
          "the moments of the latents are not finite", "fewer latent dimensions, or a ridge");
    }
    return factor.inverseFactor();
  }

  /**
   * Shortens a step in which a parameter would change by more than {@value #LONGEST}.
   *
   * @param step Modified.
   * @return whether it was shortened
   */
  public static boolean limit(double[] step) {
    double longest = 0;
    for (double change : step) {
      longest = Math.max(longest, Math.abs(change));
    }
    if (longest <= LONGEST) {
      return false;
    }
    for (int i = 0; i < step.length; i++) {
      step[i] *= LONGEST / longest;
    }
    return true;
  }
}
