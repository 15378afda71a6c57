package io.entrosum.family;

import io.entrosum.entropy.Entropies;
import io.entrosum.linalg.Blas;
import io.entrosum.linalg.Cholesky;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gaussian components that share one full covariance matrix.
 *
 * <p>E-step: rows are whitened once, {@code y = L^-1 (x - m)}, for all components. M-step: the
 * scatter around the component means splits into two sums without cancellation,
 *
 * <pre>
 *   sum_c r_c (x - mu_c)(x - mu_c)' = w (x - xhat)(x - xhat)'
 *                                     + sum_{i < j} (r_i r_j / w) (mu_i - mu_j)(mu_i - mu_j)'
 * </pre>
 *
 * with {@code w = sum_c r_c} and {@code xhat = sum_c (r_c / w) mu_c}, the posterior mean of the
 * row: a symmetric update a row instead of one a row and component, and K x K numbers.
 *
 * <p>Cost of a pass: {@code 2 D (D + 1) + 7 K D} flops a row; statistics of {@code D^2 + K^2 + K D}
 * numbers.
 */
final class TiedGaussian extends GaussianComponents {
  private static final long serialVersionUID = 1L;

  /** {@code sum_n w (x - xhat)(x - xhat)'}, [D, D], upper triangle. */
  static final String RESIDUAL = "residual";

  /** {@code sum_n r_i r_j / w}, [K, K]. */
  static final String OVERLAP = "overlap";

  /**
   * Rows of an inverse Cholesky factor that are applied in one product: right of them are zeros.
   */
  private static final int PANEL = 64;

  private final double[] covariance;
  private final double[] inverseFactor;
  private final double logDeterminant;
  private final double[] whitenedMeans;

  TiedGaussian(int k, int d, double[] means, double[] covariance, CovarianceFloor floor) {
    super(k, d, means, floor);
    this.covariance = covariance;
    Cholesky cholesky = FullGaussian.factorise(d, covariance, "all components");
    this.inverseFactor = cholesky.inverseFactor();
    this.logDeterminant = cholesky.logDeterminant();
    this.whitenedMeans = new double[k * d];
    Blas.timesTransposed(k, d, d, centredMeans(), 0, d, inverseFactor, 0, d, whitenedMeans, 0, d);
  }

  @Override
  public CovarianceType covarianceType() {
    return CovarianceType.TIED;
  }

  @Override
  public double[] covariances() {
    return covariance.clone();
  }

  @Override
  public double[] covariance(int c) {
    return covariance.clone();
  }

  @Override
  double logDeterminant(int c) {
    return logDeterminant;
  }

  @Override
  public void addSlots(StatisticsLayout.Builder layout) {
    super.addSlots(layout);
    layout.add(RESIDUAL, d, d).add(OVERLAP, k, k);
  }

  /**
   * {@code sum_c sum_n r (x - mu_c - a_c)(x - mu_c - a_c)'}, symmetric.
   *
   * @param about the points {@code a_c}, one a component
   */
  private double[] scatterAbout(double[][] about, Statistics statistics, double[] totals) {
    double[] s = statistics.values();
    int residual = statistics.offset(RESIDUAL);
    int overlap = statistics.offset(OVERLAP);
    double[] upper = new double[d * d];
    System.arraycopy(s, residual, upper, 0, d * d);
    for (int i = 0; i < k; i++) {
      for (int j = i + 1; j < k; j++) {
        addOuterOfMeans(i, j, s[overlap + i * k + j], upper);
      }
    }
    for (int c = 0; c < k; c++) {
      if (totals[c] > 0) {
        double[] shift = shift(c, statistics, totals);
        double[] a = about[c];
        for (int i = 0; i < d; i++) {
          for (int j = i; j < d; j++) {
            upper[i * d + j] += totals[c] * (a[i] * a[j] - shift[i] * a[j] - a[i] * shift[j]);
          }
        }
      }
    }
    for (int i = 0; i < d; i++) {
      for (int j = i + 1; j < d; j++) {
        upper[j * d + i] = upper[i * d + j];
      }
    }
    return upper;
  }

  private void addOuterOfMeans(int first, int second, double factor, double[] upper) {
    if (factor == 0) {
      return;
    }
    double[] between = new double[d];
    for (int j = 0; j < d; j++) {
      between[j] = means[first * d + j] - means[second * d + j];
    }
    for (int i = 0; i < d; i++) {
      for (int j = i; j < d; j++) {
        upper[i * d + j] += factor * between[i] * between[j];
      }
    }
  }

  @Override
  double mahalanobis(Statistics statistics, double[] totals, GaussianComponents gatheredBy) {
    double[][] about = new double[k][];
    for (int c = 0; c < k; c++) {
      about[c] = difference(c, gatheredBy);
    }
    double[] scatter = ((TiedGaussian) gatheredBy).scatterAbout(about, statistics, totals);
    return Cholesky.traceOfInverseTimes(d, inverseFactor, scatter);
  }

  @Override
  public Fit fit(Statistics statistics, double[] totals) {
    double[][] about = new double[k][];
    double weight = 0;
    for (int c = 0; c < k; c++) {
      about[c] = totals[c] > 0 ? shift(c, statistics, totals) : new double[d];
      weight += totals[c];
    }
    double[] next = scatterAbout(about, statistics, totals);
    for (int i = 0; i < next.length; i++) {
      next[i] /= weight;
    }
    List<ModelEvent> events = new ArrayList<>();
    floorEvent(events, -1, floor.apply(next), "the common covariance");
    return new Fit(new TiedGaussian(k, d, nextMeans(statistics, totals), next, floor), events);
  }

  @Override
  public Components select(int[] indices) {
    return new TiedGaussian(indices.length, d, selectRows(means, d, indices), covariance, floor);
  }

  @Override
  public Sampler sampler() {
    double[] factor = FullGaussian.factorise(d, covariance, "all components").factor();
    return (c, random, row) -> sampleFactor(factor, c, random, row);
  }

  @Override
  public long bytes() {
    return 8L * (2L * d * d + 2L * k * d);
  }

  @Override
  public Kernel kernel() {
    return new TiedKernel();
  }

  /**
   * {@code out[i * k + c] -= |y_i - b|^2 / 2} for the first {@code n} rows {@code y} of an array.
   *
   * @param y rows of {@code width} numbers that start {@code stride} apart, the first at {@code at}
   * @param b the subtracted point, from {@code bAt} on
   * @param out Modified.
   */
  private static void subtractHalfSquares(
      int n,
      int width,
      double[] y,
      int stride,
      int at,
      double[] b,
      int bAt,
      double[] out,
      int k,
      int c) {
    for (int i = 0; i < n; i++) {
      int from = i * stride + at;
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      int j = 0;
      for (; j + 3 < width; j += 4) {
        double y0 = y[from + j] - b[bAt + j];
        double y1 = y[from + j + 1] - b[bAt + j + 1];
        double y2 = y[from + j + 2] - b[bAt + j + 2];
        double y3 = y[from + j + 3] - b[bAt + j + 3];
        s0 += y0 * y0;
        s1 += y1 * y1;
        s2 += y2 * y2;
        s3 += y3 * y3;
      }
      for (; j < width; j++) {
        double y0 = y[from + j] - b[bAt + j];
        s0 += y0 * y0;
      }
      out[i * k + c] -= 0.5 * ((s0 + s1) + (s2 + s3));
    }
  }

  /**
   * {@code out[i * K + c] -= |L^-1 (x_i - mu_c)|^2 / 2} for components {@code first <= c < end}.
   *
   * @param centred rows {@code x - m}. Not modified.
   * @param work Modified. Scratch, length at least n * D.
   * @param out Modified.
   */
  private void subtractHalfDistances(
      int n, double[] centred, double[] work, int first, int end, double[] out) {
    for (int from = 0; from < d; from += PANEL) {
      int height = Math.min(PANEL, d - from);
      Blas.timesTransposed(
          n, height, from + height, centred, 0, d, inverseFactor, from * d, d, work, 0, height);
      for (int c = first; c < end; c++) {
        subtractHalfSquares(n, height, work, height, 0, whitenedMeans, c * d + from, out, k, c);
      }
    }
  }

  /**
   * For rows with missing values, completed for each component: the scatter around the component
   * means is gathered as such, for {@link #OVERLAP} has no part for it.
   */
  private final class TiedIncompleteRows implements GaussianKernel.IncompleteRows {
    private final double[] centredMeans = centredMeans();
    private final Imputation imputation;
    private final double[] work;

    TiedIncompleteRows(int chunk) {
      this.imputation = new Imputation(chunk, k, d, centredMeans, 1, matrix -> inverseFactor);
      this.work = new double[chunk * d];
    }

    @Override
    public void logDensities(MissingPatterns patterns, double[] centred, double[] out) {
      imputation.nextChunk();
      int n = patterns.incompleteRows();
      Arrays.fill(out, 0, n * k, 0.0);
      for (int c = 0; c < k; c++) {
        imputation.complete(c, patterns, centred);
        subtractHalfDistances(n, imputation.completed, work, c, c + 1, out);
        imputation.addConstants(c, patterns, logDeterminant, out);
      }
    }

    @Override
    public void addMoments(
        MissingPatterns patterns, double[] centred, double[] r, Statistics into) {
      for (int c = 0; c < k; c++) {
        imputation.complete(c, patterns, centred);
        imputation.addMoments(c, patterns, r, centredMeans, c * d, into, into.offset(RESIDUAL));
      }
    }

    @Override
    public void addMeans(MissingPatterns patterns, double[] centred, double[] r, double[] out) {
      for (int c = 0; c < k; c++) {
        imputation.complete(c, patterns, centred);
        imputation.addMeans(c, patterns, r, out);
      }
    }
  }

  private final class TiedKernel extends GaussianKernel {
    private final double[] work;
    private final double[] shares;
    private final double[] centredMeans = centredMeans();

    TiedKernel() {
      super(TiedGaussian.this, chunkFor(d));
      this.work = new double[chunk * d];
      this.shares = new double[chunk * k];
    }

    @Override
    void logDensities(int n, double[] out) {
      double constant = -0.5 * (d * Entropies.LOG_TWO_PI + logDeterminant);
      Arrays.fill(out, 0, n * k, constant);
      subtractHalfDistances(n, centred, work, 0, k, out);
    }

    @Override
    IncompleteRows incompleteRows() {
      return new TiedIncompleteRows(chunk);
    }

    @Override
    void addMoments(int n, double[] r, Statistics into) {
      accumulateFirst(n, r, into);
      for (int i = 0; i < n; i++) {
        double weight = 0;
        for (int c = 0; c < k; c++) {
          weight += r[i * k + c];
        }
        for (int c = 0; c < k; c++) {
          shares[i * k + c] = weight > 0 ? r[i * k + c] / weight : 0;
        }
        residual(i, weight);
      }
      Blas.addGram(n, d, work, into.values(), into.offset(RESIDUAL));
      Blas.addTransposedTimes(n, k, k, r, shares, into.values(), into.offset(OVERLAP));
    }

    /** {@code sqrt(w) (x - xhat)} of a row. */
    private void residual(int i, double weight) {
      double root = Math.sqrt(weight);
      int at = i * d;
      for (int j = 0; j < d; j++) {
        work[at + j] = root * centred[at + j];
      }
      for (int c = 0; c < k; c++) {
        double share = root * shares[i * k + c];
        if (share > 0) {
          for (int j = 0; j < d; j++) {
            work[at + j] -= share * centredMeans[c * d + j];
          }
        }
      }
    }
  }
}
