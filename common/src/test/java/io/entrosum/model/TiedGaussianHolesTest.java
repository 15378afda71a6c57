package io.entrosum.model;

import io.entrosum.family.CovarianceType;

class TiedGaussianHolesTest extends GaussianHolesContract {
  @Override
  CovarianceType type() {
    return CovarianceType.TIED;
  }

  @Override
  double[] shaped(double[] weights, double[][][] full) {
    return new TiedGaussianMixtureTest().shaped(weights, full);
  }
}
