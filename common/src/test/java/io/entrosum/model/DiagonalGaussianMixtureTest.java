package io.entrosum.model;

import io.entrosum.family.CovarianceType;

class DiagonalGaussianMixtureTest extends GaussianMixtureContract {
  @Override
  CovarianceType type() {
    return CovarianceType.DIAGONAL;
  }

  @Override
  double[] shaped(double[] weights, double[][][] full) {
    int d = full[0].length;
    double[] diagonal = new double[weights.length * d];
    for (int i = 0; i < diagonal.length; i++) {
      diagonal[i] = full[i / d][i % d][i % d];
    }
    return diagonal;
  }
}
