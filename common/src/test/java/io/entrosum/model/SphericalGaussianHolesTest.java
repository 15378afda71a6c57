package io.entrosum.model;

import io.entrosum.family.CovarianceType;

class SphericalGaussianHolesTest extends GaussianHolesContract {
  @Override
  CovarianceType type() {
    return CovarianceType.SPHERICAL;
  }

  @Override
  double[] shaped(double[] weights, double[][][] full) {
    return new SphericalGaussianMixtureTest().shaped(weights, full);
  }
}
