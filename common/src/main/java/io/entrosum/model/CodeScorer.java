package io.entrosum.model;

import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.MapCodes;
import io.entrosum.data.Block;
import io.entrosum.linalg.Blas;

/**
 * Scores rows under sparse coding: posteriors of the latents, bound, reconstruction, most probable
 * codes. Not thread-safe; it has scratch memory of its own.
 */
public abstract sealed class CodeScorer permits SparseCodingScorer, AmortisedCodingScorer {
  private final CodeParameters codes;
  private final MapCodes map;

  CodeScorer(CodeParameters codes) {
    this.codes = codes;
    this.map = new MapCodes(codes);
  }

  /**
   * The posteriors of the rows of a block.
   *
   * @param latent Modified. Means nu, row-major [rows, H].
   * @param deviation Modified. {@code sqrt T_hh}, row-major [rows, H].
   * @param bound Modified. The evidence lower bound of each row, nats, [rows].
   * @throws IllegalArgumentException if the block does not have D columns
   */
  public final void score(Block block, double[] latent, double[] deviation, double[] bound) {
    check(block);
    posteriors(block, latent, deviation, bound);
  }

  /** See {@link #score}. */
  abstract void posteriors(Block block, double[] latent, double[] deviation, double[] bound);

  /**
   * The most probable codes of the rows of a block: {@code argmin |x - W z|^2 / (2 s2) + sum_h
   * |z_h| / lambda_h}, the lasso with a penalty of its own for each latent; most are exactly 0.
   *
   * @param latent Modified. Row-major [rows, H].
   */
  public final void mostProbable(Block block, double[] latent) {
    check(block);
    map.solve(block, latent);
  }

  private void check(Block block) {
    if (block.columns() != codes.columns()) {
      throw new IllegalArgumentException(
          "score: rows have " + block.columns() + " columns, the model has " + codes.columns());
    }
  }

  /** How many rows since the last call were not sought to the end; then 0. */
  public long takeUnfinished() {
    return map.takeUnfinished();
  }

  /**
   * {@code W z}: the rows that codes stand for.
   *
   * @param latent row-major [n, H]. Not modified.
   * @return row-major [n, D]
   */
  public final double[] reconstruct(int n, double[] latent) {
    int d = codes.columns();
    int h = codes.latents();
    double[] rows = new double[Math.multiplyExact(n, d)];
    Blas.timesTransposed(n, d, h, latent, 0, h, codes.dictionary(), 0, h, rows, 0, d);
    return rows;
  }
}
