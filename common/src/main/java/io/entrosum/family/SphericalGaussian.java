package io.entrosum.family;

import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gaussian components with one variance for all columns: {@code Sigma_c = v_c I}. */
final class SphericalGaussian extends AxisAlignedGaussian {
  private static final long serialVersionUID = 1L;

  SphericalGaussian(int k, int d, double[] means, double[] variances, CovarianceFloor floor) {
    super(k, d, means, spread(k, d, variances), floor);
  }

  private static double[] spread(int k, int d, double[] variances) {
    double[] all = new double[k * d];
    for (int c = 0; c < k; c++) {
      Arrays.fill(all, c * d, (c + 1) * d, variances[c]);
    }
    return all;
  }

  @Override
  public CovarianceType covarianceType() {
    return CovarianceType.SPHERICAL;
  }

  @Override
  public double[] covariances() {
    double[] result = new double[k];
    for (int c = 0; c < k; c++) {
      result[c] = variances[c * d];
    }
    return result;
  }

  @Override
  public Fit fit(Statistics statistics, double[] totals) {
    List<ModelEvent> events = new ArrayList<>();
    double[] next = covariances();
    double least = floor.leastIsotropic();
    for (int c = 0; c < k; c++) {
      if (totals[c] > 0) {
        double own = Arrays.stream(ownSecond(c, statistics, totals)).sum() / d;
        floorEvent(events, c, own < least ? 1 : 0, "component " + c);
        next[c] = Math.max(own, least);
      }
    }
    return new Fit(new SphericalGaussian(k, d, nextMeans(statistics, totals), next, floor), events);
  }

  @Override
  public Components select(int[] indices) {
    return new SphericalGaussian(
        indices.length,
        d,
        selectRows(means, d, indices),
        selectRows(covariances(), 1, indices),
        floor);
  }
}
