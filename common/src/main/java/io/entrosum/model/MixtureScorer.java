package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.family.Components;

/**
 * Scores rows under a mixture: posterior, most probable component, log density. Not thread-safe; it
 * has scratch memory of its own.
 *
 * <p>A row so far away that its log density underflows to minus infinity under every component has
 * no posterior: it is given the mixing weights, and the log density minus infinity.
 */
public final class MixtureScorer {
  private final int k;
  private final int d;
  private final boolean marginalises;
  private final Components.Kernel kernel;
  private final Responsibilities responsibilities;
  private final double[] chunk;
  private final double[] weights;

  MixtureScorer(Mixture mixture) {
    this.k = mixture.count();
    this.d = mixture.dimensions();
    this.marginalises = mixture.components().marginalises();
    this.kernel = mixture.components().kernel();
    this.weights = mixture.weights();
    this.responsibilities = Responsibilities.exact(mixture.logWeights());
    this.chunk = new double[kernel.chunkRows() * k];
  }

  /**
   * Scores the rows of a block.
   *
   * @param posterior Modified. {@code p(c | x_n)}, row-major, length rows * K.
   * @param logDensity Modified. {@code ln p(x_n)}, nats, length rows.
   * @throws IllegalArgumentException if the block does not have D columns
   */
  public void score(Block block, double[] posterior, double[] logDensity) {
    if (block.columns() != d) {
      throw new IllegalArgumentException(
          "score: rows have " + block.columns() + " columns, the model has " + d);
    }
    for (int first = 0; first < block.rows(); first += kernel.chunkRows()) {
      int n = Math.min(kernel.chunkRows(), block.rows() - first);
      kernel.logDensities(block, first, n, chunk);
      for (int i = 0; i < n; i++) {
        double value = responsibilities.normalise(chunk, i * k);
        if (Double.isNaN(value)) {
          System.arraycopy(weights, 0, chunk, i * k, k);
          value = Double.NEGATIVE_INFINITY;
        }
        logDensity[first + i] = value;
      }
      System.arraycopy(chunk, 0, posterior, first * k, n * k);
    }
  }

  /**
   * Scores one row of length D. NaN is a missing value, where the components marginalise.
   *
   * @throws IllegalArgumentException if the row has another length or a value that is not finite
   */
  public Score score(double[] row) {
    for (int j = 0; j < row.length; j++) {
      if (!Double.isFinite(row[j]) && !(marginalises && Double.isNaN(row[j]))) {
        throw new IllegalArgumentException(
            "score: column " + j + " is " + row[j] + "; values must be finite");
      }
    }
    double[] posterior = new double[k];
    double[] logDensity = new double[1];
    score(Block.ofRow(row), posterior, logDensity);
    return new Score(best(posterior, 0, k), posterior, logDensity[0]);
  }

  /** The index of the largest of {@code k} numbers from {@code at} on; the first of equals. */
  public static int best(double[] posterior, int at, int k) {
    int best = 0;
    for (int c = 1; c < k; c++) {
      if (posterior[at + c] > posterior[at + best]) {
        best = c;
      }
    }
    return best;
  }

  /**
   * The score of a row.
   *
   * @param component the most probable component
   * @param posterior {@code p(c | x)}, [K]
   * @param logDensity {@code ln p(x)}, nats
   */
  @SuppressWarnings("ArrayRecordComponent") // a fresh array for the caller
  public record Score(int component, double[] posterior, double logDensity) {}
}
