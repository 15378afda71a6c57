package io.entrosum.family;

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
import org.jspecify.annotations.Nullable;

/**
 * Gaussian components, a full covariance matrix each.
 *
 * <p>E-step: with {@code Sigma_c = L_c L_c'}, the squared Mahalanobis distance is {@code |L_c^-1 (x
 * - m) - L_c^-1 (mu_c - m)|^2}, computed for all components together ({@link PanelledFactors}).
 * M-step: {@code S_c = sum r (x - mu_c)(x - mu_c)'} as a symmetric rank-n update of rows scaled by
 * {@code sqrt(r)}; rows without responsibility are left out. {@code Sigma_c = S_c / N_c - delta
 * delta'}.
 *
 * <p>Where there are few columns and the pivot is near all components, both steps are one product
 * with quadratic features instead ({@link QuadraticFeatures}), and second moments are gathered
 * around the pivot.
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

  /** Not null where features are fast and exact enough; then moments are about the pivot. */
  private final @Nullable QuadraticFeatures features;

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
    this.features = features(centredMeans);
  }

  /** Without covariances, see {@link #forKernel}. */
  private FullGaussian(FullGaussian other) {
    super(other.k, other.d, other.means, other.floor);
    this.covariances = new double[0];
    this.logDeterminants = other.logDeterminants;
    this.factors = other.factors;
    this.features = other.features;
  }

  @Override
  public Components forKernel() {
    return new FullGaussian(this);
  }

  private @Nullable QuadraticFeatures features(double[] centredMeans) {
    if (d > QuadraticFeatures.MAX_COLUMNS) {
      return null;
    }
    QuadraticFeatures result = new QuadraticFeatures(k, d);
    for (int c = 0; c < k; c++) {
      if (!(factors.pivotDistance(c) <= QuadraticFeatures.MAX_DISTANCE)) {
        return null;
      }
      double constant = d * Entropies.LOG_TWO_PI + logDeterminants[c];
      result.set(c, factors.get(c), centredMeans, c * d, constant);
    }
    return result;
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

  /** The point that second moments are gathered around, less m: 0 or {@code mu_c - m}. */
  private double[] scatterPivot(int c) {
    double[] point = new double[d];
    if (features == null) {
      for (int j = 0; j < d; j++) {
        point[j] = means[c * d + j] - pivot[j];
      }
    }
    return point;
  }

  /**
   * The covariance of a component's rows around a point, symmetric [D, D].
   *
   * @param point less m; null for the mean of these rows
   */
  private double[] covarianceAround(
      int c, double @Nullable [] point, Statistics statistics, double[] totals) {
    double[] s = statistics.values();
    int first = statistics.offset(FIRST) + c * d;
    int scatter = statistics.offset(SCATTER) + c * d * d;
    double[] from = scatterPivot(c);
    double[] shift = new double[d];
    double[] about = new double[d];
    for (int j = 0; j < d; j++) {
      shift[j] = s[first + j] / totals[c] - from[j];
      about[j] = point == null ? shift[j] : point[j] - from[j];
    }
    double[] result = new double[d * d];
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        double moved = about[i] * about[j] - shift[i] * about[j] - about[i] * shift[j];
        double value = s[scatter + i * d + j] / totals[c] + moved;
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
        FullGaussian gatherer = (FullGaussian) gatheredBy;
        double[] point = new double[d];
        for (int j = 0; j < d; j++) {
          point[j] = means[c * d + j] - gatherer.pivot[j];
        }
        double[] scatter = gatherer.covarianceAround(c, point, statistics, totals);
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
      double[] covariance = covarianceAround(c, null, statistics, totals);
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
    return 8L * (covariances.length + 2L * k * d) + factors.bytes();
  }

  @Override
  public Kernel kernel() {
    return features == null ? new FullKernel() : new FeatureKernel(features);
  }

  private GaussianKernel.IncompleteRows incompleteRows(int chunk) {
    double[] scatterPivots = features == null ? centredMeans() : new double[k * d];
    return new FullIncompleteRows(
        chunk, k, d, centredMeans(), scatterPivots, factors, logDeterminants);
  }

  /** For few columns and a pivot near all components. */
  private final class FeatureKernel extends GaussianKernel {
    private final QuadraticFeatures quadratic;
    private final double[] lifted;
    private final double[] sums;

    FeatureKernel(QuadraticFeatures quadratic) {
      super(FullGaussian.this, chunkFor(quadratic.width()));
      this.quadratic = quadratic;
      this.lifted = new double[chunk * quadratic.width()];
      this.sums = new double[k * quadratic.width()];
    }

    @Override
    void logDensities(int n, double[] out) {
      quadratic.lift(n, centred, lifted);
      quadratic.logDensities(n, lifted, out);
    }

    @Override
    void addMoments(int n, double[] r, Statistics into) {
      Arrays.fill(sums, 0.0);
      Blas.addTransposedTimes(n, k, quadratic.width(), r, lifted, sums, 0);
      quadratic.addMoments(sums, into.values(), into.offset(FIRST), into.offset(SCATTER));
    }

    @Override
    IncompleteRows incompleteRows() {
      return FullGaussian.this.incompleteRows(chunk);
    }
  }

  /** For any number of columns, and components anywhere. */
  private final class FullKernel extends GaussianKernel {
    private final PanelledFactors.Distances distances;
    private final double[] transposed;
    private final double[] scaled;
    private final double[] centredMeans = centredMeans();

    FullKernel() {
      super(FullGaussian.this, Blas.panelRows(d));
      this.distances = factors.distances(chunk);
      this.transposed = new double[chunk * d];
      this.scaled = new double[chunk * d];
    }

    @Override
    void logDensities(int n, double[] out) {
      PanelledFactors.transpose(n, d, centred, transposed);
      distances.squared(n, transposed, out);
      for (int i = 0; i < n; i++) {
        for (int c = 0; c < k; c++) {
          out[i * k + c] = -0.5 * (out[i * k + c] + d * Entropies.LOG_TWO_PI + logDeterminants[c]);
        }
      }
    }

    @Override
    void addMoments(int n, double[] r, Statistics into) {
      accumulateFirst(n, r, into);
      int offset = into.offset(SCATTER);
      for (int c = 0; c < k; c++) {
        int used = 0;
        for (int i = 0; i < n; i++) {
          double weight = r[i * k + c];
          if (weight > 0) {
            scaleRow(d, Math.sqrt(weight), centred, i * d, centredMeans, c * d, scaled, used * d);
            used++;
          }
        }
        if (used > 0) {
          Blas.addGram(used, d, scaled, into.values(), offset + c * d * d);
        }
      }
    }

    @Override
    IncompleteRows incompleteRows() {
      return FullGaussian.this.incompleteRows(chunk);
    }

    /**
     * {@code to = factor (x - mean)} for one row. A method of its own: called for every row, it is
     * soon compiled by itself, into vector instructions.
     */
    private static void scaleRow(
        int d, double factor, double[] x, int xAt, double[] mean, int meanAt, double[] to, int at) {
      for (int j = 0; j < d; j++) {
        to[at + j] = factor * (x[xAt + j] - mean[meanAt + j]);
      }
    }
  }
}
