package io.entrosum.family;

import io.entrosum.data.Block;
import io.entrosum.data.SparseRows;
import io.entrosum.linalg.Blas;
import io.entrosum.stats.Statistics;
import java.util.Arrays;

/**
 * The E-step of one linear Gaussian component over sparse, complete rows, at a cost of the
 * non-zeros: rows are centred algebraically, {@code t = P'x - P'mu}. Not thread-safe.
 */
public final class SparseFactorStep {
  private final FactorComponents components;
  private final int d;
  private final int h;
  private final FactorPosterior posterior;

  /** {@code P = Psi^-1 W V}, [D, H]. */
  private final double[] projection;

  /** {@code P' mu}, [H]. */
  private final double[] centre;

  /** {@code 1 / psi}, [D]. */
  private final double[] precisions;

  /** {@code sum mu_d^2 / psi_d}. */
  private final double meanSquare;

  /** {@code V^-1}, [H, H]. */
  private final double[] inverse;

  /** For the only component of a model. */
  public SparseFactorStep(FactorComponents components) {
    this.components = components;
    this.d = components.d;
    this.h = components.h;
    FactorKernel.ScaledLoadings scaled = new FactorKernel.ScaledLoadings(components, 0);
    this.posterior = scaled.complete;
    this.precisions = new double[d];
    Arrays.setAll(precisions, j -> 1 / components.noise(0, j));
    double[] precise = components.loadings.clone();
    for (int at = 0; at < d * h; at++) {
      precise[at] *= precisions[at / h];
    }
    this.projection = new double[d * h];
    Blas.times(d, h, h, precise, posterior.covariance, projection);
    this.inverse = new double[h * h];
    Blas.addTransposedTimes(d, h, h, scaled.loadings, scaled.loadings, inverse, 0);
    this.centre = new double[h];
    double sum = 0;
    for (int j = 0; j < d; j++) {
      double mean = components.means[j];
      sum += mean * mean * precisions[j];
      for (int i = 0; i < h; i++) {
        centre[i] += projection[j * h + i] * mean;
      }
    }
    for (int i = 0; i < h; i++) {
      inverse[i * h + i] += 1;
    }
    this.meanSquare = sum;
  }

  /**
   * Posterior means of the factors, and log densities.
   *
   * @param latent Modified. Overwritten; row-major, length n * H.
   * @param logDensity Modified. Overwritten; [n], nats.
   */
  public void posterior(SparseRows rows, double[] latent, double[] logDensity) {
    int[] starts = rows.starts();
    int n = rows.rows();
    double[] t = new double[h];
    for (int row = 0; row < n; row++) {
      Arrays.fill(t, 0);
      double distance = meanSquare;
      for (int e = starts[row]; e < starts[row + 1]; e++) {
        int j = rows.columns()[e];
        double x = rows.values()[e];
        distance += x * (x - 2 * components.means[j]) * precisions[j];
        for (int i = 0; i < h; i++) {
          t[i] += x * projection[j * h + i];
        }
      }
      for (int i = 0; i < h; i++) {
        latent[row * h + i] = t[i] - centre[i];
      }
      logDensity[row] = distance;
    }
    double[] product = new double[n * h];
    Blas.times(n, h, h, latent, inverse, product);
    for (int row = 0; row < n; row++) {
      double distance = logDensity[row] - Blas.dot(h, latent, row * h, product, row * h);
      logDensity[row] = -0.5 * (posterior.constant + distance);
    }
  }

  /**
   * Adds the statistics of the rows of a block.
   *
   * @param latent of {@link #posterior}. Not modified.
   * @param r weights of the rows, [n]. Not modified.
   * @param into Modified.
   */
  public void accumulate(Block block, double[] latent, double[] r, Statistics into) {
    SparseRows rows = block.sparseRows();
    int n = rows.rows();
    double[] s = into.values();
    int first = into.offset(FactorMoments.FIRST);
    int squares = into.offset(FactorMoments.SQUARES);
    int cross = into.offset(FactorMoments.CROSS);
    double[] weighted = new double[n * h];
    double[] sum = new double[h];
    double weight = 0;
    for (int row = 0; row < n; row++) {
      if (r[row] == 0) {
        continue; // 0 times infinity would be NaN
      }
      weight += r[row];
      for (int i = 0; i < h; i++) {
        weighted[row * h + i] = r[row] * latent[row * h + i];
        sum[i] += weighted[row * h + i];
      }
      for (int e = rows.starts()[row]; e < rows.starts()[row + 1]; e++) {
        int j = rows.columns()[e];
        double x = rows.values()[e];
        s[first + j] += r[row] * x;
        s[squares + j] += r[row] * x * (x - 2 * components.means[j]);
        for (int i = 0; i < h; i++) {
          s[cross + j * h + i] += x * weighted[row * h + i];
        }
      }
    }
    centre(weight, sum, into);
    int factors = into.offset(FactorMoments.FACTORS);
    for (int i = 0; i < h; i++) {
      s[factors + i] += sum[i];
    }
    int factorSquares = into.offset(FactorMoments.FACTOR_SQUARES);
    Blas.addTransposedTimes(n, h, h, latent, weighted, s, factorSquares);
    for (int i = 0; i < h * h; i++) {
      s[factorSquares + i] += weight * posterior.covariance[i];
    }
    into.add(FactorComponents.LATENT_ENTROPY, weight * posterior.entropy);
  }

  /** Subtracts what sums of rows have more than sums of rows less the mean. */
  private void centre(double weight, double[] sum, Statistics into) {
    double[] s = into.values();
    int first = into.offset(FactorMoments.FIRST);
    int squares = into.offset(FactorMoments.SQUARES);
    int cross = into.offset(FactorMoments.CROSS);
    for (int j = 0; j < d; j++) {
      double mean = components.means[j];
      s[first + j] -= weight * mean;
      s[squares + j] += weight * mean * mean;
      for (int i = 0; i < h; i++) {
        s[cross + j * h + i] -= mean * sum[i];
      }
    }
  }
}
