package io.entrosum.model;

import io.entrosum.family.CovarianceType;
import java.util.Arrays;

class FullGaussianMixtureTest extends GaussianMixtureContract {
  @Override
  CovarianceType type() {
    return CovarianceType.FULL;
  }

  @Override
  double[] shaped(double[] weights, double[][][] full) {
    return Arrays.stream(full).flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
  }
}
