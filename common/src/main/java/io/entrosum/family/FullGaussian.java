package io.entrosum.family;

import io.entrosum.data.Block;
import io.entrosum.entropy.Entropies;
import io.entrosum.linalg.Blas;
import io.entrosum.linalg.Cholesky;
import io.entrosum.linalg.NumericalException;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gaussian components, a full covariance matrix each.
 *
 * <p>E-step: with {@code Sigma_c = L_c L_c'}, the squared Mahalanobis distance is {@code |L_c^-1 (x
 * - m) - L_c^-1 (mu_c - m)|^2}; the first product is one BLAS call over the rows of a chunk (for
 * few columns: over all components at once). M-step: {@code S_c = sum r (x - mu_c)(x - mu_c)'} as a
 * symmetric rank-n update of rows scaled by {@code sqrt(r)}; rows without responsibility are left
 * out. {@code Sigma_c = S_c / N_c - delta delta'}.
 *
 * <p>Cost of a pass: {@code 2 K D (D + 1)} flops a row; statistics of {@code K D^2} numbers.
 */
final class FullGaussian extends GaussianComponents {
  private static final long serialVersionUID = 1L;

  /** {@code sum_n r (x - mu_c)(x - mu_c)'}, [K, D, D], upper triangles. */
  static final String SCATTER = "scatter";

  private final double[] covariances;
  private final double[] logDeterminants;
  private final PanelledFactors factors;

  FullGaussian(int k, int d, double[] means, double[] covariances, CovarianceFloor floor) {
    super(k, d, means, floor);
    this.covariances = covariances;
    this.logDeterminants = new double[k];
    this.factors = new PanelledFactors(k, d);
    double[] centredMeans = centredMeans();
    for (int c = 0; c < k; c++) {
      Cholesky cholesky = factorise(d, covariance(c), "component " + c);
      factors.set(c, cholesky.inverseFactor(), centredMeans);
      logDeterminants[c] = cholesky.logDeterminant();
    }
  }

  static Cholesky factorise(int d, double[] covariance, String of) {
    Cholesky cholesky = Cholesky.of(d, covariance);
    if (cholesky == null) {
      throw new NumericalException(
          "the covariance of " + of + " is not positive definite",
          "raise model.covariance-floor, or use a diagonal covariance");
    }
    return cholesky;
  }

  @Override
  public CovarianceType covarianceType() {
    return CovarianceType.FULL;
  }

  @Override
  public double[] covariances() {
    return covariances.clone();
  }

  @Override
  public double[] covariance(int c) {
    return Arrays.copyOfRange(covariances, c * d * d, (c + 1) * d * d);
  }

  @Override
  double logDeterminant(int c) {
    return logDeterminants[c];
  }

  @Override
  public void addSlots(StatisticsLayout.Builder layout) {
    super.addSlots(layout);
    layout.add(SCATTER, k, d, d);
  }

  /** The scatter matrix around a point {@code mu_c + about}, divided by the total; symmetric. */
  private double[] scatterAbout(int c, double[] about, Statistics statistics, double[] totals) {
    double[] s = statistics.values();
    int offset = statistics.offset(SCATTER) + c * d * d;
    double[] shift = shift(c, statistics, totals);
    double[] result = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        double moved = about[i] * about[j] - shift[i] * about[j] - about[i] * shift[j];
        double value = s[offset + i * d + j] / totals[c] + moved;
        result[i * d + j] = value;
        result[j * d + i] = value;
      }
    }
    return result;
  }

  @Override
  double mahalanobis(Statistics statistics, double[] totals, GaussianComponents gatheredBy) {
    double sum = 0;
    for (int c = 0; c < k; c++) {
      if (totals[c] > 0) {
        double[] scatter =
            ((FullGaussian) gatheredBy)
                .scatterAbout(c, difference(c, gatheredBy), statistics, totals);
        sum += totals[c] * Cholesky.traceOfInverseTimes(d, factors.get(c), scatter);
      }
    }
    return sum;
  }

  @Override
  public Fit fit(Statistics statistics, double[] totals) {
    List<ModelEvent> events = new ArrayList<>();
    double[] next = new double[k * d * d];
    for (int c = 0; c < k; c++) {
      if (!(totals[c] > 0)) {
        System.arraycopy(covariances, c * d * d, next, c * d * d, d * d);
        continue;
      }
      double[] covariance = scatterAbout(c, shift(c, statistics, totals), statistics, totals);
      floorEvent(events, c, floor.apply(covariance), "component " + c);
      System.arraycopy(covariance, 0, next, c * d * d, d * d);
    }
    return new Fit(new FullGaussian(k, d, nextMeans(statistics, totals), next, floor), events);
  }

  @Override
  public Components select(int[] indices) {
    return new FullGaussian(
        indices.length,
        d,
        selectRows(means, d, indices),
        selectRows(covariances, d * d, indices),
        floor);
  }

  @Override
  public Sampler sampler() {
    double[][] factors = new double[k][];
    for (int c = 0; c < k; c++) {
      factors[c] = factorise(d, covariance(c), "component " + c).factor();
    }
    return (c, random, row) -> sampleFactor(factors[c], c, random, row);
  }

  @Override
  public long bytes() {
    return 8L * (2L * k * d * d + 2L * k * d);
  }

  @Override
  public Kernel kernel() {
    return new FullKernel();
  }

  private final class FullKernel extends GaussianKernel {
    private final PanelledFactors.Distances distances;
    private final double[] scaled;
    private final double[] centredMeans = centredMeans();

    FullKernel() {
      super(chunkFor(d));
      this.distances = factors.distances(chunk);
      this.scaled = new double[chunk * d];
    }

    @Override
    public void logDensities(Block block, int first, int n, double[] out) {
      centre(block, first, n);
      distances.squared(n, centred, out);
      for (int i = 0; i < n; i++) {
        for (int c = 0; c < k; c++) {
          out[i * k + c] = -0.5 * (out[i * k + c] + d * Entropies.LOG_TWO_PI + logDeterminants[c]);
        }
      }
    }

    @Override
    public void accumulate(Block block, int first, int n, double[] r, Statistics into) {
      accumulateFirst(n, r, into);
      int offset = into.offset(SCATTER);
      for (int c = 0; c < k; c++) {
        int used = 0;
        for (int i = 0; i < n; i++) {
          double weight = r[i * k + c];
          if (weight > 0) {
            double root = Math.sqrt(weight);
            int from = i * d;
            int to = used * d;
            int mean = c * d;
            for (int j = 0; j < d; j++) {
              scaled[to + j] = root * (centred[from + j] - centredMeans[mean + j]);
            }
            used++;
          }
        }
        if (used > 0) {
          Blas.addGram(used, d, scaled, into.values(), offset + c * d * d);
        }
      }
    }
  }
}
