package io.entrosum.init;

import java.io.Serializable;
import java.util.List;

/**
 * Points, and the distance to the nearest of them in standardised columns: {@code sum_d (x_d -
 * y_d)^2 / s_d^2}. Immutable.
 *
 * <p>Distances are plain sums over columns, so that they do not depend on what other rows are in a
 * block.
 */
final class Centres implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int d;
  private final double[] points;
  private final double[] inverseScales;

  /**
   * Centres in the units of the data.
   *
   * @param variances {@code s^2}, positive, a number a column. Not modified.
   */
  Centres(List<double[]> centres, double[] variances) {
    this.d = variances.length;
    this.points = new double[Math.multiplyExact(centres.size(), d)];
    for (int c = 0; c < centres.size(); c++) {
      System.arraycopy(centres.get(c), 0, points, c * d, d);
    }
    this.inverseScales = new double[d];
    for (int j = 0; j < d; j++) {
      inverseScales[j] = 1 / Math.sqrt(variances[j]);
    }
  }

  int count() {
    return points.length / d;
  }

  int columns() {
    return d;
  }

  /** The nearest centre to the row that starts at an index; the first of equals. */
  Nearest nearest(double[] values, int at) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < points.length / d; c++) {
      double distance = squaredDistance(values, at, c, least);
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    return new Nearest(best, least);
  }

  /** The squared distance to a centre, or a part of it as soon as it is beyond {@code limit}. */
  private double squaredDistance(double[] values, int at, int c, double limit) {
    double sum = 0;
    int from = c * d;
    int j = 0;
    while (j < d) {
      int end = Math.min(d, j + 16);
      for (; j < end; j++) {
        double difference = (values[at + j] - points[from + j]) * inverseScales[j];
        sum += difference * difference;
      }
      if (sum >= limit) {
        return sum;
      }
    }
    return sum;
  }

  /**
   * The nearest centre; index -1 if there is none at a finite distance.
   *
   * @param squaredDistance in standardised columns
   */
  record Nearest(int index, double squaredDistance) {}
}
