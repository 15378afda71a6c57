package io.entrosum.family;

import io.entrosum.linalg.Cholesky;
import io.entrosum.linalg.SymmetricEigen;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The least variance that a component may have, relative to the scale of the data.
 *
 * <p>The likelihood of a Gaussian mixture has no upper limit: a component that shrinks onto one row
 * makes it infinite. The floor rules that out. With {@code s_d^2} the variance of column d over all
 * rows and {@code S = diag(s)}, each covariance satisfies {@code S^-1 Sigma S^-1 >= relative * I}.
 * Within this set the M-step is still exact: the maximiser has the eigenvectors of the
 * unconstrained one and its eigenvalues, those below the floor raised to it. So the bound still
 * never falls, and a model that is nowhere at the floor is the plain maximum-likelihood model:
 * nothing is ever added to a covariance.
 */
public final class CovarianceFloor implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The default of {@code relative}. */
  public static final double DEFAULT_RELATIVE = 1e-6;

  private final double relative;
  private final double[] scales;

  private CovarianceFloor(double relative, double[] scales) {
    this.relative = relative;
    this.scales = scales;
  }

  /**
   * A floor relative to column variances.
   *
   * @param relative the floor in units of the column variances, at least 0
   * @param variances the variance of each column, positive. Not modified.
   */
  public static CovarianceFloor relativeTo(double relative, double[] variances) {
    if (!(relative >= 0 && relative < 1)) {
      throw new IllegalArgumentException(
          "covariance-floor: must be >= 0 and < 1 but was " + relative);
    }
    for (double variance : variances) {
      if (!(variance > 0 && variance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "covariance-floor: column variances must be positive and finite but one is "
                + variance);
      }
    }
    return new CovarianceFloor(relative, Arrays.stream(variances).map(Math::sqrt).toArray());
  }

  /** No floor: a covariance that is not positive definite is an error. */
  public static CovarianceFloor none(int dimensions) {
    double[] ones = new double[dimensions];
    Arrays.fill(ones, 1.0);
    return new CovarianceFloor(0, ones);
  }

  /** The least variance of a column. */
  double variance(int column) {
    return relative * scales[column] * scales[column];
  }

  /** The least variance that all columns share: the mean over the columns. */
  public double leastIsotropic() {
    double sum = 0;
    for (int i = 0; i < scales.length; i++) {
      sum += variance(i);
    }
    return sum / scales.length;
  }

  /**
   * Raises the eigenvalues of a standardised covariance to the floor.
   *
   * @param covariance symmetric, row-major. Modified, only if the floor applies.
   * @return the number of directions that were raised, 0 where the covariance was left as it is
   */
  int apply(double[] covariance) {
    int d = scales.length;
    if (relative == 0) {
      return 0;
    }
    double[] standard = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        standard[i * d + j] = covariance[i * d + j] / (scales[i] * scales[j]);
      }
      standard[i * d + i] -= relative;
    }
    if (Cholesky.of(d, standard) != null) {
      return 0;
    }
    for (int i = 0; i < d; i++) {
      standard[i * d + i] += relative;
    }
    SymmetricEigen eigen = SymmetricEigen.of(d, standard);
    double[] values = eigen.values().clone();
    int raised = 0;
    for (int i = 0; i < d; i++) {
      if (values[i] < relative) {
        values[i] = relative;
        raised++;
      }
    }
    if (raised == 0) {
      return 0;
    }
    double[] result = eigen.compose(values);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double mean = 0.5 * (result[i * d + j] + result[j * d + i]);
        covariance[i * d + j] = mean * (scales[i] * scales[j]);
      }
    }
    return raised;
  }
}
