package io.entrosum.family;

import io.entrosum.linalg.Blas;
import io.entrosum.stats.Statistics;
import java.util.Arrays;

/** Adds up expected moments of rows and factors, a component at a time; not thread-safe. */
final class FactorAccumulator {
  private final FactorComponents components;
  private final int d;
  private final int h;

  /** Completed rows less the mean, of those rows that count, [n, D]. */
  private final double[] xc;

  /** Their factors, [n, H], and the same times their weights. */
  private final double[] t;

  private final double[] weighted;
  private final double[] first;
  private final double[] squares;
  private int used;

  FactorAccumulator(FactorComponents components, int chunk) {
    this.components = components;
    this.d = components.d;
    this.h = components.h;
    this.xc = new double[chunk * d];
    this.t = new double[chunk * h];
    this.weighted = new double[chunk * h];
    this.first = new double[d];
    this.squares = new double[d];
  }

  /** Begins with a component. */
  void begin() {
    used = 0;
    Arrays.fill(first, 0);
    Arrays.fill(squares, 0);
  }

  /**
   * Adds a row.
   *
   * @param r its weighted responsibility, positive
   * @param factors where its posterior mean is
   */
  void add(
      int c, double[] x, int from, double r, double[] factors, int at, MissingPattern pattern) {
    int to = used * d;
    int mean = c * d;
    for (int j = 0; j < d; j++) {
      xc[to + j] = x[from + j] - components.means[mean + j];
    }
    for (int j : pattern.missing) {
      xc[to + j] = Blas.dot(h, components.loadings, (mean + j) * h, factors, at);
    }
    for (int j = 0; j < d; j++) {
      double value = xc[to + j];
      first[j] += r * value;
      squares[j] += r * value * value;
    }
    for (int i = 0; i < h; i++) {
      t[used * h + i] = factors[at + i];
      weighted[used * h + i] = r * factors[at + i];
    }
    used++;
  }

  /** Adds what the spread of factors and missing values contributes, for rows of one pattern. */
  void addPosterior(
      int c, double weight, MissingPattern pattern, FactorPosterior posterior, Statistics into) {
    double[] s = into.values();
    int factorSquares = into.offset(FactorMoments.FACTOR_SQUARES) + c * h * h;
    for (int i = 0; i < h * h; i++) {
      s[factorSquares + i] += weight * posterior.covariance[i];
    }
    into.add(FactorComponents.LATENT_ENTROPY, weight * posterior.entropy);
    int q = pattern.missing.length;
    if (q == 0) {
      return;
    }
    double[] w = new double[q * h];
    for (int i = 0; i < q; i++) {
      int from = (c * d + pattern.missing[i]) * h;
      System.arraycopy(components.loadings, from, w, i * h, h);
    }
    double[] wv = new double[q * h];
    Blas.times(q, h, h, w, posterior.covariance, wv);
    int cross = into.offset(FactorMoments.CROSS) + c * d * h;
    for (int i = 0; i < q; i++) {
      int j = pattern.missing[i];
      squares[j] += weight * (Blas.dot(h, wv, i * h, w, i * h) + components.noise(c, j));
      for (int g = 0; g < h; g++) {
        s[cross + j * h + g] += weight * wv[i * h + g];
      }
    }
  }

  /** Adds the sums of a component to statistics. */
  void end(int c, Statistics into) {
    if (used == 0) {
      return;
    }
    double[] s = into.values();
    int firstAt = into.offset(FactorMoments.FIRST) + c * d;
    int squaresAt = into.offset(FactorMoments.SQUARES) + c * d;
    for (int j = 0; j < d; j++) {
      s[firstAt + j] += first[j];
      s[squaresAt + j] += squares[j];
    }
    int factors = into.offset(FactorMoments.FACTORS) + c * h;
    for (int i = 0; i < used; i++) {
      for (int g = 0; g < h; g++) {
        s[factors + g] += weighted[i * h + g];
      }
    }
    Blas.addTransposedTimes(
        used, d, h, xc, weighted, s, into.offset(FactorMoments.CROSS) + c * d * h);
    Blas.addTransposedTimes(
        used, h, h, t, weighted, s, into.offset(FactorMoments.FACTOR_SQUARES) + c * h * h);
  }
}
