package io.entrosum.model;

import io.entrosum.family.CovarianceType;

class TiedGaussianMixtureTest extends GaussianMixtureContract {
  @Override
  CovarianceType type() {
    return CovarianceType.TIED;
  }

  @Override
  double[] shaped(double[] weights, double[][][] full) {
    int d = full[0].length;
    double[] tied = new double[d * d];
    for (int c = 0; c < weights.length; c++) {
      for (int i = 0; i < d * d; i++) {
        tied[i] += weights[c] * full[c][i / d][i % d];
      }
    }
    return tied;
  }
}
