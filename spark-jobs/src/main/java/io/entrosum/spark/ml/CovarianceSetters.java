package io.entrosum.spark.ml;

import org.apache.spark.ml.Model;

/**
 * The fluent setters of every estimator of mixtures with Gaussian columns.
 *
 * @param <M> its model
 * @param <E> itself
 */
abstract class CovarianceSetters<M extends Model<M>, E extends CovarianceSetters<M, E>>
    extends ComponentSetters<M, E> implements CovarianceParams {
  private static final long serialVersionUID = 1L;

  CovarianceSetters(String uid) {
    super(uid);
  }

  /** Sets the shape of the covariances: full, tied, diagonal or spherical. Default full. */
  public E setCovarianceType(String value) {
    return with(covarianceType(), value);
  }

  /** Sets the least variance in units of the columns' variances. Default 1e-6. */
  public E setCovarianceFloor(double value) {
    return with(covarianceFloor(), value);
  }
}
