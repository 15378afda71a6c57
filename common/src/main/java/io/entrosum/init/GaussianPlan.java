package io.entrosum.init;

import io.entrosum.family.Components;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.GaussianComponents;
import io.entrosum.train.DataProfile;
import java.util.List;

/** Gaussian components with a shape of covariance and a floor. */
record GaussianPlan(CovarianceType covariance, double floor) implements ComponentsPlan {
  @Override
  public Components around(List<double[]> centres, DataProfile profile, long seed) {
    double[] scales = profile.scales();
    int d = scales.length;
    double[] means = new double[centres.size() * d];
    for (int c = 0; c < centres.size(); c++) {
      System.arraycopy(centres.get(c), 0, means, c * d, d);
    }
    return GaussianComponents.at(covariance, centres.size(), d, means, scales, floor(scales));
  }

  private CovarianceFloor floor(double[] scales) {
    return CovarianceFloor.relativeTo(floor, scales);
  }

  @Override
  public boolean startsAtCentres() {
    return true;
  }

  @Override
  public boolean hasVariance(int column) {
    return true;
  }

  @Override
  public double[] scales(DataProfile profile) {
    return profile.scales();
  }

  @Override
  public Components resumed(Components initial, DataProfile profile) {
    if (!(initial instanceof GaussianComponents gaussian)
        || gaussian.covarianceType() != covariance) {
      throw new IllegalArgumentException(
          "covariance: must be that of the initial model but was " + covariance.label());
    }
    return gaussian.withFloor(floor(profile.scales()));
  }
}
