package io.entrosum.family;

import io.entrosum.stats.Statistics;

/**
 * Rows with missing values under components with a full covariance each: completed for each
 * component, then as complete ones.
 */
final class FullIncompleteRows implements GaussianKernel.IncompleteRows {
  private final int k;
  private final int d;
  private final double[] scatterPivots;
  private final double[] logDeterminants;
  private final Imputation imputation;
  private final PanelledFactors.Distances distances;
  private final double[] transposed;

  /**
   * For chunks of rows of some components.
   *
   * @param centredMeans {@code mu_c - m}, [K, D]. Not modified.
   * @param scatterPivots what second moments are about, less m, [K, D]. Not modified.
   * @param logDeterminants {@code ln |Sigma_c|}, [K]. Not modified.
   */
  FullIncompleteRows(
      int chunk,
      int k,
      int d,
      double[] centredMeans,
      double[] scatterPivots,
      PanelledFactors factors,
      double[] logDeterminants) {
    this.k = k;
    this.d = d;
    this.scatterPivots = scatterPivots;
    this.logDeterminants = logDeterminants;
    this.imputation = new Imputation(chunk, k, d, centredMeans, k, factors::get);
    this.distances = factors.distances(chunk, 1);
    this.transposed = new double[chunk * d];
  }

  @Override
  public void logDensities(MissingPatterns patterns, double[] centred, double[] out) {
    imputation.nextChunk();
    int n = patterns.incompleteRows();
    for (int c = 0; c < k; c++) {
      imputation.complete(c, patterns, centred);
      PanelledFactors.transpose(n, d, imputation.completed, transposed);
      distances.squared(c, n, transposed, out);
      for (int i = 0; i < n; i++) {
        out[i * k + c] *= -0.5;
      }
      imputation.addConstants(c, patterns, logDeterminants[c], out);
    }
  }

  @Override
  public void addMoments(MissingPatterns patterns, double[] centred, double[] r, Statistics into) {
    for (int c = 0; c < k; c++) {
      imputation.complete(c, patterns, centred);
      int scatter = into.offset(FullGaussian.SCATTER) + c * d * d;
      imputation.addMoments(c, patterns, r, scatterPivots, c * d, into, scatter);
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
