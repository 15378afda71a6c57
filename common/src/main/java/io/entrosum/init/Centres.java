package io.entrosum.init;

import java.io.Serializable;
import java.util.List;

/**
 * Points, and the distance to the nearest of them in standardised columns: {@code sum_d (x_d -
 * y_d)^2 / s_d^2}. Immutable.
 *
 * <p>A column whose {@code s^2} is infinite holds codes of categories, which have no order: two
 * different ones are {@value #MISMATCH} apart, as two unrelated values of a standardised column are
 * in the mean.
 *
 * <p>Distances are plain sums over columns, so that they do not depend on what other rows are in a
 * block. Cells without a value (NaN) are left out, and the sum over the o others is scaled by D /
 * o, so that rows with and without holes are comparable. A row without any value has no distance.
 */
final class Centres implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The squared distance of two different categories. */
  static final double MISMATCH = 2;

  private final int d;
  private final double[] points;
  private final double[] inverseScales;

  /**
   * Centres in the units of the data.
   *
   * @param variances {@code s^2}, positive, a number a column; infinite for categories. Not
   *     modified.
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
    int observed = 0;
    for (int j = at; j < at + d; j++) {
      observed += Double.isNaN(values[j]) ? 0 : 1;
    }
    if (observed == 0) {
      return new Nearest(best, least);
    }
    for (int c = 0; c < points.length / d; c++) {
      double distance = squaredDistance(values, at, c, least);
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    return new Nearest(best, least * ((double) d / observed));
  }

  /**
   * The squared distance over the cells that are there, or a part of it as soon as it is beyond
   * {@code limit}.
   */
  private double squaredDistance(double[] values, int at, int c, double limit) {
    double sum = 0;
    int from = c * d;
    int j = 0;
    while (j < d) {
      int end = Math.min(d, j + 16);
      for (; j < end; j++) {
        double value = values[at + j];
        if (!Double.isNaN(value)) {
          double difference = value - points[from + j];
          double scaled = difference * inverseScales[j];
          sum += inverseScales[j] > 0 ? scaled * scaled : difference == 0 ? 0 : MISMATCH;
        }
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
