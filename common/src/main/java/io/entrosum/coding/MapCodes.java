package io.entrosum.coding;

import io.entrosum.data.Block;
import io.entrosum.linalg.Blas;
import io.entrosum.linalg.Cholesky;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Most probable codes: {@code min over z of |x - W z|^2 / (2 s2) + sum_h |z_h| / lambda_h}, by
 * cyclic coordinate descent on the Gram matrix of the dictionary (Friedman, Hastie and Tibshirani,
 * 2010): {@code z_h = soft(w_h'x - sum_{k != h} G_hk z_k, s2 / lambda_h)} for unit columns.
 *
 * <p>Where fields are nearly parallel descent creeps; so now and then the codes that are not zero
 * go to the optimum for their signs, or on the way there up to where the first becomes zero. Ends
 * with a sweep in which every code was where it should be to nine digits of its penalty. For one
 * thread.
 */
public final class MapCodes {
  private static final int MOST_SWEEPS = 10_000;

  /** Sweeps between steps of all codes that are not zero. */
  private static final int SWEEPS = 20;

  /** By how much a condition of the optimum may be missed, relative to the penalty. */
  private static final double TOLERANCE = 1e-9;

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
    for (int sweep = 1; sweep <= MOST_SWEEPS; sweep++) {
      if (sweep(correlations, codes, at)) {
        return;
      }
      if (sweep % SWEEPS == 0) {
        jump(correlations, codes, at);
      }
    }
    unfinished++;
  }

  /** Each code in turn; whether all were where they should be. */
  private boolean sweep(double[] correlations, double[] codes, int at) {
    int h = parameters.latents();
    boolean done = true;
    for (int i = 0; i < h; i++) {
      double diagonal = gram[i * h + i];
      double before = codes[at + i];
      double pull = correlations[at + i] + diagonal * before;
      double size = Math.abs(pull) - penalties[i];
      double now = size > 0 ? Math.copySign(size / diagonal, pull) : 0;
      double change = now - before;
      if (change != 0) {
        set(correlations, codes, at, i, now);
        // just before, the gradient of this code missed its condition by that
        done &= Math.abs(change) * diagonal <= TOLERANCE * penalties[i];
      }
    }
    return done;
  }

  private void set(double[] correlations, double[] codes, int at, int i, double now) {
    int h = parameters.latents();
    double change = now - codes[at + i];
    codes[at + i] = now;
    for (int j = 0; j < h; j++) {
      correlations[at + j] -= change * gram[i * h + j];
    }
  }

  /** The codes that are not zero towards the optimum for their signs, until one becomes zero. */
  private void jump(double[] correlations, double[] codes, int at) {
    int h = parameters.latents();
    int[] active = IntStream.range(0, h).filter(i -> codes[at + i] != 0).toArray();
    double[] step = towards(active, correlations, codes, at);
    if (step == null) {
      return;
    }
    double share = 1;
    int first = -1;
    for (int p = 0; p < active.length; p++) {
      double code = codes[at + active[p]];
      if (code * (code + step[p]) < 0 && -code / step[p] < share) {
        share = -code / step[p];
        first = p;
      }
    }
    for (int p = 0; p < active.length; p++) {
      int i = active[p];
      double now = p == first ? 0 : codes[at + i] + share * step[p];
      set(correlations, codes, at, i, now);
    }
  }

  /** {@code G_AA^-1 (W'(x - W z) - penalty sign z)_A}, or null where G_AA is singular. */
  private double @Nullable [] towards(int[] active, double[] correlations, double[] codes, int at) {
    int h = parameters.latents();
    int m = active.length;
    double[] part = new double[m * m];
    double[] pull = new double[m];
    for (int p = 0; p < m; p++) {
      int i = active[p];
      pull[p] = correlations[at + i] - Math.copySign(penalties[i], codes[at + i]);
      for (int q = 0; q < m; q++) {
        part[p * m + q] = gram[i * h + active[q]];
      }
    }
    Cholesky factor = m == 0 ? null : Cholesky.of(m, part);
    if (factor == null) {
      return null;
    }
    double[] inverse = factor.inverseFactor();
    double[] step = new double[m];
    for (int p = 0; p < m; p++) {
      double y = Blas.dot(p + 1, inverse, p * m, pull, 0);
      for (int q = 0; q <= p; q++) {
        step[q] += y * inverse[p * m + q];
      }
    }
    return step;
  }

  /** How many rows since the last call were not done after the most sweeps; then 0. */
  public long takeUnfinished() {
    long taken = unfinished;
    unfinished = 0;
    return taken;
  }
}
