package io.entrosum.model;

import java.util.ArrayList;
import java.util.List;

/** A linear Gaussian model as in a textbook: D x D matrices, a row at a time. */
final class NaiveFactors {
  private NaiveFactors() {}

  /** The log density of what a row has under N(mean, covariance). */
  static double logDensity(double[] row, double[] mean, double[] covariance) {
    int d = row.length;
    List<Integer> observed = new ArrayList<>();
    for (int j = 0; j < d; j++) {
      if (!Double.isNaN(row[j])) {
        observed.add(j);
      }
    }
    int p = observed.size();
    double[] some = new double[p * p];
    double[] x = new double[p];
    for (int i = 0; i < p; i++) {
      x[i] = row[observed.get(i)] - mean[observed.get(i)];
      for (int j = 0; j < p; j++) {
        some[i * p + j] = covariance[observed.get(i) * d + observed.get(j)];
      }
    }
    double[] inverse = inverse(some, p);
    double sum = p * Math.log(2 * Math.PI) + logDeterminant(some, p);
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        sum += x[i] * inverse[i * p + j] * x[j];
      }
    }
    return -.5 * sum;
  }

  /** {@code E[x | x_o]} under N(mean, covariance), all columns, and {@code E[z | x_o]} behind. */
  static double[] conditional(
      double[] row, double[] mean, double[] covariance, double[] loadings, int h) {
    int d = row.length;
    List<Integer> observed = new ArrayList<>();
    for (int j = 0; j < d; j++) {
      if (!Double.isNaN(row[j])) {
        observed.add(j);
      }
    }
    int p = observed.size();
    double[] some = new double[p * p];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        some[i * p + j] = covariance[observed.get(i) * d + observed.get(j)];
      }
    }
    double[] inverse = inverse(some, p);
    double[] solved = new double[p];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < p; j++) {
        solved[i] += inverse[i * p + j] * (row[observed.get(j)] - mean[observed.get(j)]);
      }
    }
    double[] all = new double[d + h];
    for (int j = 0; j < d; j++) {
      all[j] = mean[j];
      for (int i = 0; i < p; i++) {
        all[j] += covariance[j * d + observed.get(i)] * solved[i];
      }
      all[j] = Double.isNaN(row[j]) ? all[j] : row[j];
    }
    for (int g = 0; g < h; g++) {
      for (int i = 0; i < p; i++) {
        all[d + g] += loadings[observed.get(i) * h + g] * solved[i];
      }
    }
    return all;
  }

  /** Gauss-Jordan with pivots. */
  static double[] inverse(double[] matrix, int n) {
    double[][] a = augmented(matrix, n);
    for (int p = 0; p < n; p++) {
      eliminate(a, p, n, 2 * n);
    }
    double[] inverse = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(a[i], n, inverse, i * n, n);
    }
    return inverse;
  }

  static double logDeterminant(double[] matrix, int n) {
    double[][] a = augmented(matrix, n);
    double sum = 0;
    for (int p = 0; p < n; p++) {
      sum += Math.log(Math.abs(eliminate(a, p, n, 2 * n)));
    }
    return sum;
  }

  private static double[][] augmented(double[] matrix, int n) {
    double[][] a = new double[n][2 * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(matrix, i * n, a[i], 0, n);
      a[i][n + i] = 1;
    }
    return a;
  }

  /** Makes column p that of the identity; returns the pivot. */
  private static double eliminate(double[][] a, int p, int n, int width) {
    int best = p;
    for (int i = p + 1; i < n; i++) {
      best = Math.abs(a[i][p]) > Math.abs(a[best][p]) ? i : best;
    }
    double[] row = a[best];
    a[best] = a[p];
    a[p] = row;
    double pivot = row[p];
    for (int j = 0; j < width; j++) {
      row[j] /= pivot;
    }
    for (int i = 0; i < n; i++) {
      double factor = a[i][p];
      for (int j = 0; j < width && i != p; j++) {
        a[i][j] -= factor * row[j];
      }
    }
    return pivot;
  }
}
