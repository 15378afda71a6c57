package io.entrosum.spark.job;

import io.entrosum.linalg.SymmetricEigen;
import io.entrosum.spark.report.Figures;
import java.util.Arrays;

/**
 * The plane in which the means of Gaussian components differ most, in columns that are divided by
 * the standard deviations of the whole mixture; with two columns, these themselves.
 *
 * @param origin [D]
 * @param axes row-major [2, D]: a row's coordinates are {@code axes (x - origin)}
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record Plane(double[] origin, double[] axes) {
  /** As many columns as one can take the eigenvectors of a matrix of in a second. */
  static final int MOST_COLUMNS = 600;

  private static final int OUTLINE = 72;

  /**
   * The plane of some components.
   *
   * @param means row-major [K, D]
   * @param variances of each component and column, row-major [K, D]
   */
  static Plane of(double[] weights, double[] means, double[] variances) {
    int k = weights.length;
    int d = means.length / k;
    if (d == 2) {
      return new Plane(new double[2], new double[] {1, 0, 0, 1});
    }
    double[] mean = new double[d];
    double[] total = new double[d];
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < d; j++) {
        mean[j] += weights[c] * means[c * d + j];
      }
    }
    for (int c = 0; c < k; c++) {
      for (int j = 0; j < d; j++) {
        double off = means[c * d + j] - mean[j];
        total[j] += weights[c] * (variances[c * d + j] + off * off);
      }
    }
    // What is within components decides only where their means do not.
    double[] between = new double[d * d];
    for (int c = 0; c < k; c++) {
      for (int i = 0; i < d; i++) {
        double scaled = weights[c] * (means[c * d + i] - mean[i]) / deviation(total[i]);
        for (int j = 0; j < d; j++) {
          between[i * d + j] += scaled * (means[c * d + j] - mean[j]) / deviation(total[j]);
        }
        between[i * d + i] +=
            1e-6 * weights[c] * variances[c * d + i] / Math.max(total[i], Double.MIN_NORMAL);
      }
    }
    SymmetricEigen eigen = SymmetricEigen.largest(d, between, 2);
    double[] axes = new double[2 * d];
    for (int j = 0; j < d; j++) {
      axes[j] = eigen.vectors()[d + j] / deviation(total[j]);
      axes[d + j] = eigen.vectors()[j] / deviation(total[j]);
    }
    return new Plane(mean, axes);
  }

  private static double deviation(double variance) {
    return variance > 0 ? Math.sqrt(variance) : 1;
  }

  /** A coordinate, 0 or 1, of a row that stands at {@code at}. */
  double coordinate(int axis, double[] rows, int at) {
    int d = origin.length;
    double sum = 0;
    for (int j = 0; j < d; j++) {
      sum += axes[axis * d + j] * (rows[at + j] - origin[j]);
    }
    return sum;
  }

  /**
   * The ellipse that is {@code sigmas} standard deviations from a mean, in the plane.
   *
   * @param covariance row-major [D, D]
   */
  Figures.Outline ellipse(double[] mean, double[] covariance, double sigmas) {
    double xx = product(0, covariance, 0);
    double xy = product(0, covariance, 1);
    double yy = product(1, covariance, 1);
    double half = (xx + yy) / 2;
    double root = Math.hypot((xx - yy) / 2, xy);
    double angle = Math.atan2(2 * xy, xx - yy) / 2;
    double large = sigmas * Math.sqrt(Math.max(0, half + root));
    double small = sigmas * Math.sqrt(Math.max(0, half - root));
    double[] x = new double[OUTLINE + 1];
    double[] y = new double[OUTLINE + 1];
    for (int i = 0; i <= OUTLINE; i++) {
      double turn = 2 * Math.PI * i / OUTLINE;
      double along = large * Math.cos(turn);
      double across = small * Math.sin(turn);
      x[i] = coordinate(0, mean, 0) + along * Math.cos(angle) - across * Math.sin(angle);
      y[i] = coordinate(1, mean, 0) + along * Math.sin(angle) + across * Math.cos(angle);
    }
    return new Figures.Outline(x, y);
  }

  private double product(int left, double[] covariance, int right) {
    int d = origin.length;
    double sum = 0;
    for (int i = 0; i < d; i++) {
      double row = 0;
      for (int j = 0; j < d; j++) {
        row += covariance[i * d + j] * axes[right * d + j];
      }
      sum += axes[left * d + i] * row;
    }
    return sum;
  }

  /** Whether the axes are the two columns. */
  boolean isColumns() {
    return origin.length == 2 && Arrays.equals(axes, new double[] {1, 0, 0, 1});
  }
}
