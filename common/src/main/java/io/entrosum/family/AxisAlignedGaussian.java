package io.entrosum.family;

import io.entrosum.entropy.Entropies;
import io.entrosum.linalg.NumericalException;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.Arrays;

/**
 * Gaussian components without covariances between columns: the kernel and the statistics that
 * diagonal and spherical covariances share.
 *
 * <p>Squared distances are sums over columns of {@code (x - mu_c)^2 / v_c}, never the expanded
 * square, which would lose digits where components are narrow and far apart.
 *
 * <p>Cost of a pass: {@code 8 K D} flops a row; statistics of {@code 2 K D} numbers.
 */
abstract class AxisAlignedGaussian extends GaussianComponents {
  private static final long serialVersionUID = 1L;

  /** {@code sum_n r (x - mu_c)^2}, [K, D]. */
  static final String SECOND = "second";

  /** The variance of each component and column, [K, D]. */
  final double[] variances;

  private final double[] logDeterminants;

  AxisAlignedGaussian(int k, int d, double[] means, double[] variances, CovarianceFloor floor) {
    super(k, d, means, floor);
    this.variances = variances;
    this.logDeterminants = new double[k];
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < d; j++) {
        double variance = variances[c * d + j];
        if (!(variance > 0 && variance < Double.POSITIVE_INFINITY)) {
          throw new NumericalException(
              "the variance of component " + c + " in column " + j + " is " + variance,
              "raise model.covariance-floor");
        }
        logDeterminants[c] += Math.log(variance);
      }
    }
  }

  @Override
  public final double[] covariance(int c) {
    return diagonalMatrix(Arrays.copyOfRange(variances, c * d, (c + 1) * d));
  }

  @Override
  final double logDeterminant(int c) {
    return logDeterminants[c];
  }

  @Override
  public final void addSlots(StatisticsLayout.Builder layout) {
    super.addSlots(layout);
    layout.add(SECOND, k, d);
  }

  /** The mean squared deviation of a component's rows from {@code mu_c + about}, a column. */
  final double secondAbout(int c, int j, double about, Statistics statistics, double[] totals) {
    double[] s = statistics.values();
    double shift =
        s[statistics.offset(FIRST) + c * d + j] / totals[c] - (means[c * d + j] - pivot[j]);
    return s[statistics.offset(SECOND) + c * d + j] / totals[c] + about * (about - 2 * shift);
  }

  /** The variances of a component's rows around their own mean, [D]. */
  final double[] ownSecond(int c, Statistics statistics, double[] totals) {
    double[] shift = shift(c, statistics, totals);
    double[] second = new double[d];
    for (int j = 0; j < d; j++) {
      second[j] = secondAbout(c, j, shift[j], statistics, totals);
    }
    return second;
  }

  @Override
  final double mahalanobis(Statistics statistics, double[] totals, GaussianComponents gatheredBy) {
    AxisAlignedGaussian gatherer = (AxisAlignedGaussian) gatheredBy;
    double sum = 0;
    for (int c = 0; c < k; c++) {
      if (totals[c] > 0) {
        double[] about = difference(c, gatheredBy);
        double distance = 0;
        for (int j = 0; j < d; j++) {
          distance +=
              gatherer.secondAbout(c, j, about[j], statistics, totals) / variances[c * d + j];
        }
        sum += totals[c] * distance;
      }
    }
    return sum;
  }

  @Override
  public final Sampler sampler() {
    return (c, random, row) -> {
      for (int j = 0; j < d; j++) {
        row[j] = means[c * d + j] + Math.sqrt(variances[c * d + j]) * random.nextGaussian();
      }
    };
  }

  @Override
  public final long bytes() {
    return 8L * 2L * k * d;
  }

  @Override
  public final Kernel kernel() {
    return new AxisAlignedKernel();
  }

  /**
   * For rows with missing values. Columns are independent given the component: a missing value has
   * the mean and the variance of its column, whatever the others are.
   */
  private final class AxisAlignedIncompleteRows implements GaussianKernel.IncompleteRows {
    private final double[] centredMeans = centredMeans();

    /** {@code ln(2 pi v_cj)}, [K, D]. */
    private final double[] logVariances = new double[k * d];

    AxisAlignedIncompleteRows() {
      for (int i = 0; i < logVariances.length; i++) {
        logVariances[i] = Entropies.LOG_TWO_PI + Math.log(variances[i]);
      }
    }

    @Override
    public void logDensities(MissingPatterns patterns, double[] centred, double[] out) {
      for (MissingPatterns.Group group : patterns.groups()) {
        int[] observed = group.pattern().observed;
        for (int c = 0; c < k; c++) {
          double constant = 0;
          for (int column : observed) {
            constant += logVariances[c * d + column];
          }
          for (int i = group.first(); i < group.end(); i++) {
            double sum = constant;
            for (int column : observed) {
              double y = centred[i * d + column] - centredMeans[c * d + column];
              sum += y * y / variances[c * d + column];
            }
            out[i * k + c] = -0.5 * sum;
          }
        }
      }
    }

    @Override
    public void addMoments(
        MissingPatterns patterns, double[] centred, double[] r, Statistics into) {
      for (MissingPatterns.Group group : patterns.groups()) {
        for (int c = 0; c < k; c++) {
          double weight = 0;
          for (int i = group.first(); i < group.end(); i++) {
            if (r[i * k + c] > 0) {
              weight += r[i * k + c];
              addObserved(group.pattern().observed, c, r[i * k + c], centred, i * d, into);
            }
          }
          addMissing(group.pattern().missing, c, weight, into);
        }
      }
    }

    @Override
    public void addMeans(MissingPatterns patterns, double[] centred, double[] r, double[] out) {
      patterns.forEachMissing(
          (i, to, column) -> {
            for (int c = 0; c < k; c++) {
              out[to] += r[i * k + c] * centredMeans[c * d + column];
            }
          });
    }

    private void addObserved(
        int[] columns, int c, double weight, double[] centred, int at, Statistics into) {
      double[] s = into.values();
      int first = into.offset(FIRST) + c * d;
      int second = into.offset(SECOND) + c * d;
      for (int column : columns) {
        double y = centred[at + column] - centredMeans[c * d + column];
        s[first + column] += weight * centred[at + column];
        s[second + column] += weight * y * y;
      }
    }

    private void addMissing(int[] columns, int c, double weight, Statistics into) {
      double[] s = into.values();
      int first = into.offset(FIRST) + c * d;
      int second = into.offset(SECOND) + c * d;
      double entropy = 0;
      for (int column : columns) {
        s[first + column] += weight * centredMeans[c * d + column];
        s[second + column] += weight * variances[c * d + column];
        entropy += 0.5 * (1 + logVariances[c * d + column]);
      }
      into.add(MISSING_ENTROPY, weight * entropy);
    }
  }

  private final class AxisAlignedKernel extends GaussianKernel {
    private final double[] centredMeans = centredMeans();
    private final double[] scales = new double[k * d];

    AxisAlignedKernel() {
      super(AxisAlignedGaussian.this, chunkFor(d));
      for (int i = 0; i < scales.length; i++) {
        scales[i] = 1 / Math.sqrt(variances[i]);
      }
    }

    @Override
    void logDensities(int n, double[] out) {
      for (int c = 0; c < k; c++) {
        double constant = -0.5 * (d * Entropies.LOG_TWO_PI + logDeterminants[c]);
        for (int i = 0; i < n; i++) {
          out[i * k + c] = constant - 0.5 * squaredDistance(i * d, c * d);
        }
      }
    }

    @Override
    IncompleteRows incompleteRows() {
      return new AxisAlignedIncompleteRows();
    }

    private double squaredDistance(int at, int mean) {
      double s0 = 0;
      double s1 = 0;
      int j = 0;
      for (; j + 1 < d; j += 2) {
        double y0 = (centred[at + j] - centredMeans[mean + j]) * scales[mean + j];
        double y1 = (centred[at + j + 1] - centredMeans[mean + j + 1]) * scales[mean + j + 1];
        s0 += y0 * y0;
        s1 += y1 * y1;
      }
      if (j < d) {
        double y = (centred[at + j] - centredMeans[mean + j]) * scales[mean + j];
        s0 += y * y;
      }
      return s0 + s1;
    }

    @Override
    void addMoments(int n, double[] r, Statistics into) {
      accumulateFirst(n, r, into);
      double[] s = into.values();
      int offset = into.offset(SECOND);
      for (int c = 0; c < k; c++) {
        int to = offset + c * d;
        int mean = c * d;
        for (int i = 0; i < n; i++) {
          double weight = r[i * k + c];
          if (weight > 0) {
            int at = i * d;
            for (int j = 0; j < d; j++) {
              double y = centred[at + j] - centredMeans[mean + j];
              s[to + j] += weight * y * y;
            }
          }
        }
      }
    }
  }
}
