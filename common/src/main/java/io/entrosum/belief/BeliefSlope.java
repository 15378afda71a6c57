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

  /** Curvatures below this are those of weights that no row depends on. */
  private static final double LEAST_CURVATURE = 1e-6;

  /** Added to the diagonal of correlations, which may be singular. */
  private static final double DAMPING = 1e-3;

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
    double[] roots = layer.curvature().clone();
    double[] scaled = new double[rows * n];
    for (int i = 0; i < scaled.length; i++) {
      roots[i] = Math.sqrt(Math.max(LEAST_CURVATURE, roots[i]) + ridge);
      scaled[i] = vector[from + i] / roots[i];
    }
    double[] half = new double[scaled.length];
    Blas.times(rows, n, rows, inverse, scaled, half);
    double[] whole = new double[scaled.length];
    Blas.addTransposedTimes(rows, rows, n, inverse, half, whole, 0);
    for (int i = 0; i < whole.length; i++) {
      result[from + i] = whole[i] / roots[i];
    }
  }

  /** Of the correlations of the units above, the last one of which is always on. */
  private static double[] inverseFactor(LayerSums layer) {
    int rows = layer.inputs() + 1;
    double[] gram = layer.gram();
    double[] lower = new double[rows * rows];
    for (int i = 0; i < rows; i++) {
      for (int k = i; k < rows; k++) {
        double squares = gram[i * rows + i] * gram[k * rows + k];
        lower[k * rows + i] = squares > 0 ? gram[i * rows + k] / Math.sqrt(squares) : 0;
      }
      lower[i * rows + i] = 1 + DAMPING;
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
