package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.family.FactorKernel;
import io.entrosum.family.SparseFactorStep;
import io.entrosum.linalg.Blas;
import org.jspecify.annotations.Nullable;

/**
 * Scores rows under a linear Gaussian model: posterior means of the factors, log density,
 * reconstruction. Not thread-safe; it has scratch memory of its own. Missing values (NaN) are
 * marginalised.
 */
public final class FactorScorer {
  private final FactorModel model;
  private final FactorKernel kernel;
  private final double[] chunkFactors;
  private final double[] chunkDensity;
  private final double[] mean;
  private final double[] loadings;
  private @Nullable SparseFactorStep sparse;

  FactorScorer(FactorModel model) {
    this.model = model;
    this.kernel = model.components().kernel();
    this.chunkFactors = new double[kernel.chunkRows() * model.latentDimensions()];
    this.chunkDensity = new double[kernel.chunkRows()];
    this.mean = model.mean();
    this.loadings = model.loadings();
  }

  /**
   * Scores the rows of a block.
   *
   * @param latent Modified. {@code E[z | x_n]}, row-major, length rows * H.
   * @param logDensity Modified. {@code ln p(x_n)} of what a row has, nats, length rows.
   * @throws IllegalArgumentException if the block does not have D columns
   */
  public void score(Block block, double[] latent, double[] logDensity) {
    if (block.columns() != model.dimensions()) {
      throw new IllegalArgumentException(
          "score: rows have " + block.columns() + " columns, the model has " + model.dimensions());
    }
    if (block.isSparse() && !block.hasMissing(0, block.rows())) {
      sparse().posterior(block.sparseRows(), latent, logDensity);
      for (int i = 0; i < block.rows(); i++) {
        logDensity[i] = density(logDensity[i]);
      }
      return;
    }
    int h = model.latentDimensions();
    for (int first = 0; first < block.rows(); first += kernel.chunkRows()) {
      int n = Math.min(kernel.chunkRows(), block.rows() - first);
      kernel.logDensities(block, first, n, chunkDensity);
      kernel.factors(0, n, chunkFactors);
      System.arraycopy(chunkFactors, 0, latent, first * h, n * h);
      for (int i = 0; i < n; i++) {
        logDensity[first + i] = density(chunkDensity[i]);
      }
    }
  }

  /** A row so far away that distances overflow has no density. */
  private static double density(double value) {
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
  }

  private SparseFactorStep sparse() {
    SparseFactorStep step = sparse;
    if (step == null) {
      step = new SparseFactorStep(model.components());
      sparse = step;
    }
    return step;
  }

  /**
   * The same, and fills in what rows miss: {@code mu + W E[z | x_o]}, their conditional means.
   *
   * @param filled Modified. The rows, row-major, length rows * D; what is there keeps its bits.
   */
  public void fill(Block block, double[] latent, double[] logDensity, double[] filled) {
    score(block, latent, logDensity);
    double[] predicted = reconstruct(block.rows(), latent);
    int d = model.dimensions();
    for (int i = 0; i < block.rows(); i++) {
      double[] row = block.row(i);
      for (int j = 0; j < d; j++) {
        double value = predicted[i * d + j];
        filled[i * d + j] =
            !Double.isNaN(row[j]) ? row[j] : Double.isFinite(value) ? value : mean[j];
      }
    }
  }

  /**
   * {@code mu + W z}: the rows that factors stand for.
   *
   * @param latent row-major [n, H]. Not modified.
   * @return row-major [n, D]
   */
  public double[] reconstruct(int n, double[] latent) {
    int d = model.dimensions();
    int h = model.latentDimensions();
    double[] rows = new double[Math.multiplyExact(n, d)];
    Blas.timesTransposed(n, d, h, latent, 0, h, loadings, 0, h, rows, 0, d);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        rows[i * d + j] += mean[j];
      }
    }
    return rows;
  }
}
