package io.entrosum.family;

import io.entrosum.entropy.Entropies;
import io.entrosum.linalg.Blas;
import io.entrosum.linalg.Cholesky;
import io.entrosum.linalg.NumericalException;

/**
 * The posterior of the factors of rows that have the same columns: its covariance does not depend
 * on their values. Cost: {@code 2 p H^2} flops for p columns.
 */
final class FactorPosterior {
  /** {@code V = (I + B_o' B_o)^-1}, row-major [H, H], symmetric. */
  final double[] covariance;

  /** What {@code -2 ln p} has besides distances: {@code |o| ln 2 pi + sum_o ln psi - ln |V|}. */
  final double constant;

  /** {@code ln |2 pi e V| / 2 + sum_m ln(2 pi e psi) / 2}, of factors and missing values. */
  final double entropy;

  FactorPosterior(FactorKernel.ScaledLoadings own, MissingPattern pattern) {
    int h = own.h;
    double[] precision = new double[h * h];
    double[] observed = rows(own.loadings, h, pattern.observed);
    Blas.addTransposedTimes(pattern.observed.length, h, h, observed, observed, precision, 0);
    for (int i = 0; i < h; i++) {
      precision[i * h + i] += 1;
    }
    Cholesky cholesky = Cholesky.of(h, precision);
    if (cholesky == null) {
      throw new NumericalException(
          "the posterior of " + h + " factors is singular",
          "raise the noise floor, or look for extreme values in the data");
    }
    double[] inverse = cholesky.inverseFactor();
    this.covariance = new double[h * h];
    Blas.addTransposedTimes(h, h, h, inverse, inverse, covariance, 0);
    double logDeterminant = -cholesky.logDeterminant();
    this.constant = own.noiseConstant(pattern.observed) - logDeterminant;
    double missing = 0;
    for (int j : pattern.missing) {
      missing += Entropies.gaussian(1, own.logNoise[j]);
    }
    this.entropy = Entropies.gaussian(h, logDeterminant) + missing;
  }

  /** Some rows of a row-major matrix of {@code h} columns. */
  static double[] rows(double[] matrix, int h, int[] chosen) {
    double[] rows = new double[chosen.length * h];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(matrix, chosen[i] * h, rows, i * h, h);
    }
    return rows;
  }
}
