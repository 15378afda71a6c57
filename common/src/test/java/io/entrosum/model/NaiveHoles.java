package io.entrosum.model;

import io.entrosum.family.GaussianComponents;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * EM for a Gaussian mixture on rows with missing values, row by row, with explicit blocks of
 * covariances and a Cholesky factorisation of its own (Ghahramani and Jordan, 1994).
 */
final class NaiveHoles {
  private final NaiveGaussianMixture mixture;
  private final int k;
  private final int d;

  /** Results of the last {@link #responsibilities}. */
  double[] logDensities = new double[0];

  double posteriorEntropy;

  /** Result of the last {@link #step}: {@code sum r ln |2 pi e C| / 2}. */
  double missingEntropy;

  private NaiveHoles(NaiveGaussianMixture mixture) {
    this.mixture = mixture;
    this.k = mixture.k;
    this.d = mixture.d;
  }

  static NaiveHoles of(Mixture model) {
    GaussianComponents components = (GaussianComponents) model.components();
    int k = model.count();
    int d = model.dimensions();
    double[][] means = new double[k][];
    double[][][] covariances = new double[k][][];
    for (int c = 0; c < k; c++) {
      means[c] = Arrays.copyOfRange(components.means(), c * d, (c + 1) * d);
      double[] covariance = components.covariance(c);
      covariances[c] =
          IntStream.range(0, d)
              .mapToObj(i -> Arrays.copyOfRange(covariance, i * d, (i + 1) * d))
              .toArray(double[][]::new);
    }
    return new NaiveHoles(new NaiveGaussianMixture(model.weights(), means, covariances));
  }

  static int[] columns(double[] row, boolean missing) {
    return IntStream.range(0, row.length).filter(j -> Double.isNaN(row[j]) == missing).toArray();
  }

  private static double[][] block(double[][] matrix, int[] rows, int[] columns) {
    return Arrays.stream(rows)
        .mapToObj(i -> Arrays.stream(columns).mapToDouble(j -> matrix[i][j]).toArray())
        .toArray(double[][]::new);
  }

  /** {@code L} with {@code L L' = a}. */
  private static double[][] cholesky(double[][] a) {
    double[][] l = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int s = 0; s < j; s++) {
          sum -= l[i][s] * l[j][s];
        }
        l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
      }
    }
    return l;
  }

  private static double[] forward(double[][] l, double[] b) {
    double[] y = new double[b.length];
    for (int i = 0; i < b.length; i++) {
      double sum = b[i];
      for (int s = 0; s < i; s++) {
        sum -= l[i][s] * y[s];
      }
      y[i] = sum / l[i][i];
    }
    return y;
  }

  private static double logDeterminant(double[][] l) {
    double sum = 0;
    for (int i = 0; i < l.length; i++) {
      sum += 2 * Math.log(l[i][i]);
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private double[] residual(double[] row, int c, int[] observed) {
    return Arrays.stream(observed).mapToDouble(j -> row[j] - mixture.means[c][j]).toArray();
  }

  /** {@code ln N(x_o; mu_o, Sigma_oo)}. */
  double logDensity(double[] row, int c) {
    int[] observed = columns(row, false);
    double[][] l = cholesky(block(mixture.covariances[c], observed, observed));
    double[] y = forward(l, residual(row, c, observed));
    return -.5 * (observed.length * Math.log(2 * Math.PI) + logDeterminant(l) + dot(y, y));
  }

  double[][] responsibilities(double[][] rows) {
    double[][] r = new double[rows.length][k];
    logDensities = new double[rows.length];
    posteriorEntropy = 0;
    for (int n = 0; n < rows.length; n++) {
      for (int c = 0; c < k; c++) {
        r[n][c] = Math.log(mixture.weights[c]) + logDensity(rows[n], c);
      }
      double max = Arrays.stream(r[n]).max().orElseThrow();
      logDensities[n] =
          max + Math.log(Arrays.stream(r[n]).map(joint -> Math.exp(joint - max)).sum());
      for (int c = 0; c < k; c++) {
        double logR = r[n][c] - logDensities[n];
        r[n][c] = Math.exp(logR);
        posteriorEntropy -= r[n][c] * logR;
      }
    }
    return r;
  }

  /** One EM step with full covariances. */
  NaiveGaussianMixture step(double[][] rows) {
    double[][] r = responsibilities(rows);
    missingEntropy = 0;
    double[] weights = new double[k];
    double[][] means = new double[k][d];
    double[][][] covariances = new double[k][d][d];
    for (int c = 0; c < k; c++) {
      double total = 0;
      double[][] completed = new double[rows.length][];
      double[][] uncertain = new double[d][d];
      for (int n = 0; n < rows.length; n++) {
        total += r[n][c];
        completed[n] = complete(rows[n], c, r[n][c], uncertain);
        for (int j = 0; j < d; j++) {
          means[c][j] += r[n][c] * completed[n][j];
        }
      }
      for (int j = 0; j < d; j++) {
        means[c][j] /= total;
      }
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          double sum = uncertain[i][j];
          for (int n = 0; n < rows.length; n++) {
            sum += r[n][c] * (completed[n][i] - means[c][i]) * (completed[n][j] - means[c][j]);
          }
          covariances[c][i][j] = sum / total;
        }
      }
      weights[c] = total / rows.length;
    }
    return new NaiveGaussianMixture(weights, means, covariances);
  }

  /** The row with conditional means; adds {@code r C} and {@code r ln |2 pi e C| / 2}. */
  private double[] complete(double[] row, int c, double r, double[][] uncertain) {
    int[] observed = columns(row, false);
    int[] missing = columns(row, true);
    double[][] sigma = mixture.covariances[c];
    double[][] l = cholesky(block(sigma, observed, observed));
    double[] y = forward(l, residual(row, c, observed));
    double[][] cross = block(sigma, missing, observed);
    double[][] whitened =
        Arrays.stream(cross).map(part -> forward(l, part)).toArray(double[][]::new);
    double[] completed = row.clone();
    double[][] conditional = block(sigma, missing, missing);
    for (int a = 0; a < missing.length; a++) {
      completed[missing[a]] = mixture.means[c][missing[a]] + dot(whitened[a], y);
      for (int b = 0; b < missing.length; b++) {
        conditional[a][b] -= dot(whitened[a], whitened[b]);
        uncertain[missing[a]][missing[b]] += r * conditional[a][b];
      }
    }
    double constant = missing.length * (1 + Math.log(2 * Math.PI));
    missingEntropy += r * .5 * (constant + logDeterminant(cholesky(conditional)));
    return completed;
  }
}
