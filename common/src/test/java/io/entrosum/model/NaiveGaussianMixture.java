package io.entrosum.model;

import java.util.Arrays;

/**
 * A Gaussian mixture written out as in a textbook: loops, Gauss-Jordan elimination, no BLAS, no
 * pivots. The twin that the real one is compared with on small, well-scaled data.
 */
final class NaiveGaussianMixture {
  final int k;
  final int d;
  final double[] weights;
  final double[][] means;
  final double[][][] covariances;

  /** Sums of the last {@link #responsibilities}. */
  double logLikelihood;

  double posteriorEntropy;

  NaiveGaussianMixture(double[] weights, double[][] means, double[][][] covariances) {
    this.k = weights.length;
    this.d = means[0].length;
    this.weights = weights;
    this.means = means;
    this.covariances = covariances;
  }

  static double logDensity(double[] x, double[] mean, double[][] covariance) {
    int d = x.length;
    double[][] a = new double[d][];
    double[] difference = new double[d];
    for (int i = 0; i < d; i++) {
      a[i] = Arrays.copyOf(covariance[i], d + 1);
      difference[i] = x[i] - mean[i];
      a[i][d] = difference[i];
    }
    double logDeterminant = 0;
    for (int p = 0; p < d; p++) {
      logDeterminant += Math.log(a[p][p]);
      for (int i = 0; i < d; i++) {
        if (i != p) {
          double factor = a[i][p] / a[p][p];
          for (int j = p; j <= d; j++) {
            a[i][j] -= factor * a[p][j];
          }
        }
      }
    }
    double distance = 0;
    for (int i = 0; i < d; i++) {
      distance += difference[i] * a[i][d] / a[i][i];
    }
    return -0.5 * (d * Math.log(2 * Math.PI) + logDeterminant + distance);
  }

  double[][] responsibilities(double[][] rows, double[] rowWeights) {
    double[][] r = new double[rows.length][k];
    logLikelihood = 0;
    posteriorEntropy = 0;
    for (int n = 0; n < rows.length; n++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < k; c++) {
        r[n][c] = Math.log(weights[c]) + logDensity(rows[n], means[c], covariances[c]);
        max = Math.max(max, r[n][c]);
      }
      double sum = 0;
      for (int c = 0; c < k; c++) {
        sum += Math.exp(r[n][c] - max);
      }
      double logDensity = max + Math.log(sum);
      logLikelihood += rowWeights[n] * logDensity;
      for (int c = 0; c < k; c++) {
        r[n][c] = Math.exp(r[n][c] - logDensity);
        if (r[n][c] > 0) {
          posteriorEntropy -= rowWeights[n] * r[n][c] * Math.log(r[n][c]);
        }
      }
    }
    return r;
  }

  /** One EM step with full covariances; other shapes are averages of its result. */
  NaiveGaussianMixture step(double[][] rows, double[] rowWeights) {
    double[][] r = responsibilities(rows, rowWeights);
    double total = Arrays.stream(rowWeights).sum();
    double[] nextWeights = new double[k];
    double[][] nextMeans = new double[k][d];
    double[][][] nextCovariances = new double[k][d][d];
    for (int c = 0; c < k; c++) {
      double sum = 0;
      for (int n = 0; n < rows.length; n++) {
        sum += rowWeights[n] * r[n][c];
        for (int i = 0; i < d; i++) {
          nextMeans[c][i] += rowWeights[n] * r[n][c] * rows[n][i];
        }
      }
      for (int i = 0; i < d; i++) {
        nextMeans[c][i] /= sum;
      }
      for (int n = 0; n < rows.length; n++) {
        for (int i = 0; i < d; i++) {
          for (int j = 0; j < d; j++) {
            nextCovariances[c][i][j] +=
                rowWeights[n]
                    * r[n][c]
                    * (rows[n][i] - nextMeans[c][i])
                    * (rows[n][j] - nextMeans[c][j])
                    / sum;
          }
        }
      }
      nextWeights[c] = sum / total;
    }
    return new NaiveGaussianMixture(nextWeights, nextMeans, nextCovariances);
  }
}
