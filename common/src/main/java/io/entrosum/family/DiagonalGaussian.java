package io.entrosum.family;

import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import java.util.ArrayList;
import java.util.List;

/** Gaussian components with a variance for each column: {@code Sigma_c = diag(v_c)}. */
final class DiagonalGaussian extends AxisAlignedGaussian {
  private static final long serialVersionUID = 1L;

  DiagonalGaussian(int k, int d, double[] means, double[] variances, CovarianceFloor floor) {
    super(k, d, means, variances, floor);
  }

  @Override
  public CovarianceType covarianceType() {
    return CovarianceType.DIAGONAL;
  }

  @Override
  public double[] covariances() {
    return variances.clone();
  }

  @Override
  public Fit fit(Statistics statistics, double[] totals) {
    List<ModelEvent> events = new ArrayList<>();
    double[] next = variances.clone();
    for (int c = 0; c < k; c++) {
      if (totals[c] > 0) {
        double[] own = ownSecond(c, statistics, totals);
        int raised = 0;
        for (int j = 0; j < d; j++) {
          double least = floor.variance(j);
          raised += own[j] < least ? 1 : 0;
          next[c * d + j] = Math.max(own[j], least);
        }
        floorEvent(events, c, raised, "component " + c);
      }
    }
    return new Fit(new DiagonalGaussian(k, d, nextMeans(statistics, totals), next, floor), events);
  }

  @Override
  public Components select(int[] indices) {
    return new DiagonalGaussian(
        indices.length, d, selectRows(means, d, indices), selectRows(variances, d, indices), floor);
  }
}
