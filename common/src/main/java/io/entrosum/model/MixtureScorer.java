package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.family.Components;
import org.jspecify.annotations.Nullable;

/**
 * Scores rows under a mixture: posterior, most probable component, log density, and what missing
 * values are expected to be. Not thread-safe; it has scratch memory of its own.
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
    score(block, posterior, logDensity, null);
  }

  /**
   * Scores the rows of a block, and fills in what they miss: numbers by their conditional
   * expectation {@code sum_c p(c | x_observed) E[x_j | x_observed, c]}, in the unit of their
   * column; categories by the most probable one, as its code, the first of equals.
   *
   * <p>A row without a posterior (see above) is filled in by the mixing weights in its place.
   *
   * @param posterior Modified. {@code p(c | x_n)}, row-major, length rows * K.
   * @param logDensity Modified. {@code ln p(x_n)} of what the rows have, nats, length rows.
   * @param filled Modified. The rows, row-major, length rows * D; what is not missing has the same
   *     bits, the rest is finite for columns without a {@link Components#fillProblem}.
   * @throws IllegalArgumentException if the block does not have D columns
   * @throws UnsupportedOperationException if the components do not marginalise missing values
   */
  public void fill(Block block, double[] posterior, double[] logDensity, double[] filled) {
    if (!marginalises) {
      throw new UnsupportedOperationException("fill: missing values are not marginalised");
    }
    score(block, posterior, logDensity, filled);
  }

  private void score(
      Block block, double[] posterior, double[] logDensity, double @Nullable [] filled) {
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
      if (filled != null) {
        fillChunk(block, first, n, filled);
      }
    }
  }

  private void fillChunk(Block block, int first, int n, double[] filled) {
    if (block.hasMissing(first, n)) {
      double[] rows = new double[n * d];
      kernel.fill(block, first, n, chunk, rows);
      System.arraycopy(rows, 0, filled, first * d, n * d);
    } else {
      System.arraycopy(block.values(), first * d, filled, first * d, n * d);
    }
  }

  /**
   * Scores one row of length D. NaN is a missing value, where the components marginalise.
   *
   * @throws IllegalArgumentException if the row has another length or a value that is not finite
   */
  public Score score(double[] row) {
    refuseUnusable(row);
    double[] posterior = new double[k];
    double[] logDensity = new double[1];
    score(Block.ofRow(row), posterior, logDensity);
    return new Score(best(posterior, 0, k), posterior, logDensity[0]);
  }

  /**
   * One row of length D with its missing values, which are NaN, filled in; see {@link #fill(Block,
   * double[], double[], double[])}.
   *
   * @param row Not modified.
   * @throws IllegalArgumentException if the row has another length or an infinite value
   * @throws UnsupportedOperationException if the components do not marginalise missing values
   */
  public double[] fill(double[] row) {
    refuseUnusable(row);
    double[] filled = new double[row.length];
    fill(Block.ofRow(row), new double[k], new double[1], filled);
    return filled;
  }

  private void refuseUnusable(double[] row) {
    for (int j = 0; j < row.length; j++) {
      if (!Double.isFinite(row[j]) && !(marginalises && Double.isNaN(row[j]))) {
        throw new IllegalArgumentException(
            "score: column " + j + " is " + row[j] + "; values must be finite");
      }
    }
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
