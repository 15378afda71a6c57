package io.entrosum.coding;

import io.entrosum.data.Block;
import io.entrosum.linalg.Blas;
import java.util.Arrays;

/**
 * Most probable codes: {@code min over z of |x - W z|^2 / (2 s2) + sum_h |z_h| / lambda_h}, by
 * cyclic coordinate descent on the Gram matrix of the dictionary (Friedman, Hastie and Tibshirani,
 * 2010): {@code z_h = soft(w_h'x - sum_{k != h} G_hk z_k, s2 / lambda_h)} for unit columns. Ends
 * when a sweep changes nothing to ten digits. For one thread.
 */
public final class MapCodes {
  private static final int MOST_SWEEPS = 10_000;

  /** Of the largest change of a code in a sweep, relative to the largest code. */
  private static final double TOLERANCE = 1e-10;

  private final CodeParameters parameters;
  private final double[] gram;
  private final double[] penalties;
  private long unfinished;

  /** For a model. */
  public MapCodes(CodeParameters parameters) {
    this.parameters = parameters;
    this.gram = parameters.gram();
    this.penalties = new double[parameters.latents()];
    Arrays.setAll(penalties, i -> parameters.noise() / parameters.scales()[i]);
  }

  /**
   * The codes of the rows of a block.
   *
   * @param codes Modified. Row-major [rows, H].
   */
  public void solve(Block block, double[] codes) {
    int h = parameters.latents();
    int n = block.rows();
    double[] correlations = new double[Math.multiplyExact(n, h)];
    Blas.times(
        n, h, parameters.columns(), block.dense().values(), parameters.dictionary(), correlations);
    Arrays.fill(codes, 0, n * h, 0);
    for (int i = 0; i < n; i++) {
      descend(correlations, codes, i * h);
    }
  }

  /** {@code correlations} hold {@code W'(x - W z)} of the codes at hand. */
  private void descend(double[] correlations, double[] codes, int at) {
    int h = parameters.latents();
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
      double largest = 0;
      double change = 0;
      for (int i = 0; i < h; i++) {
        double diagonal = gram[i * h + i];
        double before = codes[at + i];
        double pull = correlations[at + i] + diagonal * before;
        double size = Math.abs(pull) - penalties[i];
        double now = size > 0 ? Math.copySign(size / diagonal, pull) : 0;
        double delta = now - before;
        if (delta != 0) {
          codes[at + i] = now;
          for (int j = 0; j < h; j++) {
            correlations[at + j] -= delta * gram[i * h + j];
          }
          change = Math.max(change, Math.abs(delta));
        }
        largest = Math.max(largest, Math.abs(now));
      }
      if (!(change > TOLERANCE * largest)) {
        return;
      }
    }
    unfinished++;
  }

  /** How many rows since the last call were not done after the most sweeps; then 0. */
  public long takeUnfinished() {
    long taken = unfinished;
    unfinished = 0;
    return taken;
  }
}
