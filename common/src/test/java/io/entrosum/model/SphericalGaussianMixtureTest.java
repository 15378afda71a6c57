package io.entrosum.model;

import io.entrosum.family.CovarianceType;

class SphericalGaussianMixtureTest extends GaussianMixtureContract {
  @Override
  CovarianceType type() {
    return CovarianceType.SPHERICAL;
  }

  @Override
  double[] shaped(double[] weights, double[][][] full) {
    int d = full[0].length;
    double[] spherical = new double[weights.length];
    for (int c = 0; c < weights.length; c++) {
      for (int i = 0; i < d; i++) {
        spherical[c] += full[c][i][i] / d;
      }
    }
    return spherical;
  }
}
