package io.entrosum.family;

import io.entrosum.linalg.NumericalException;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The M-step of linear Gaussian components with an expanded prior of the factors: means move by the
 * mean residual, loadings are covariances with standardised factors, noise variances what these
 * leave, but not below the floor.
 *
 * @param gatherer the components whose kernel gathered the statistics
 */
record FactorMStep(FactorComponents gatherer, CovarianceFloor floor) {
  Components.Fit fit(Statistics statistics, double[] totals) {
    int d = gatherer.d;
    int h = gatherer.h;
    NoiseType noiseType = gatherer.noiseType();
    double[] means = gatherer.means();
    double[] loadings = gatherer.loadings();
    double[] noise = gatherer.noise();
    List<ModelEvent> events = new ArrayList<>();
    int size = noiseType.size(d);
    for (int c = 0; c < gatherer.k; c++) {
      if (totals[c] > 0) {
        FactorMoments moments = FactorMoments.of(statistics, c, totals[c], d, h);
        for (int j = 0; j < d; j++) {
          means[c * d + j] += moments.shift[j];
        }
        System.arraycopy(moments.loadings, 0, loadings, c * d * h, d * h);
        double[] variances = moments.noise(noiseType);
        event(events, c, applyFloor(c, variances));
        System.arraycopy(variances, 0, noise, c * size, size);
      }
    }
    return new Components.Fit(
        new FactorComponents(gatherer.k, d, h, means, loadings, noiseType, noise, floor), events);
  }

  /** Raises variances to the floor; how many. */
  private int applyFloor(int c, double[] variances) {
    boolean isotropic = gatherer.noiseType() == NoiseType.ISOTROPIC;
    int raised = 0;
    for (int j = 0; j < variances.length; j++) {
      double least = isotropic ? floor.leastIsotropic() : floor.variance(j);
      if (!Double.isFinite(variances[j])) {
        throw new NumericalException(
            "noise variance " + j + " of component " + c + " is " + variances[j],
            "look for extreme values in the data, or rescale its columns");
      }
      if (variances[j] < least) {
        variances[j] = least;
        raised++;
      }
      if (!(variances[j] > 0)) {
        throw new NumericalException(
            "noise variance " + j + " of component " + c + " is 0", "set a noise floor");
      }
    }
    return raised;
  }

  private static void event(List<ModelEvent> events, int c, int raised) {
    if (raised > 0) {
      events.add(
          new ModelEvent(
              ModelEvent.Kind.NOISE_FLOOR,
              c,
              raised,
              String.format(
                  Locale.ROOT,
                  "%d noise %s of component %d at the floor",
                  raised,
                  raised == 1 ? "variance" : "variances",
                  c)));
    }
  }
}
