package io.entrosum.model;

import io.entrosum.family.CovarianceType;

class DiagonalGaussianHolesTest extends GaussianHolesContract {
  @Override
  CovarianceType type() {
    return CovarianceType.DIAGONAL;
  }

  @Override
  double[] shaped(double[] weights, double[][][] full) {
    return new DiagonalGaussianMixtureTest().shaped(weights, full);
  }
}
