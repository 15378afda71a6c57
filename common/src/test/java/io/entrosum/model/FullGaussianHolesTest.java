package io.entrosum.model;

import io.entrosum.family.CovarianceType;

class FullGaussianHolesTest extends GaussianHolesContract {
  @Override
  CovarianceType type() {
    return CovarianceType.FULL;
  }

  @Override
  double[] shaped(double[] weights, double[][][] full) {
    return new FullGaussianMixtureTest().shaped(weights, full);
  }
}
