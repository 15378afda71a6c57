package io.entrosum.family;

import io.entrosum.entropy.Entropies;
import io.entrosum.linalg.Blas;
import io.entrosum.stats.Statistics;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Rows with missing values under components whose covariances have entries off the diagonal.
 *
 * <p>For a row and a component, {@code xhat} is the row with its missing values replaced by their
 * conditional means, and C the covariance of what is missing ({@link ConditionalGaussian}):
 *
 * <pre>
 *   ln p(x_o | c) = -((D - q) ln(2 pi) + ln |Sigma_c| - ln |C| + |L_c^-1 (xhat - mu_c)|^2) / 2
 *   E[x - p | x_o, c] = xhat - p
 *   E[(x - p)(x - p)' | x_o, c] = (xhat - p)(xhat - p)' + C
 *   H[x_m | x_o, c] = ln |2 pi e C| / 2
 * </pre>
 *
 * <p>All rows of a pattern are completed in one product, and C is added once a pattern. Not
 * thread-safe.
 */
final class Imputation {
  private final int k;
  private final int d;
  private final double[] centredMeans;
  private final int matrices;
  private final ConditionalCache conditionals;
  private final double[] observed;
  private final double[] predicted;
  private final double[] scaled;

  /** {@code xhat - m} of the last {@link #complete}, row-major [n, D]. Not to be modified. */
  final double[] completed;

  /**
   * An imputation with scratch memory for chunks of rows.
   *
   * @param centredMeans {@code mu_c - m}, [K, D]. Not modified.
   * @param matrices how many covariances there are: K, or 1 for all components
   * @param inverseFactors the inverse Cholesky factor of each of them
   */
  Imputation(
      int chunk,
      int k,
      int d,
      double[] centredMeans,
      int matrices,
      IntFunction<double[]> inverseFactors) {
    this.k = k;
    this.d = d;
    this.centredMeans = centredMeans;
    this.matrices = matrices;
    this.conditionals = new ConditionalCache(matrices, d, inverseFactors, ConditionalCache.LIMIT);
    this.observed = new double[chunk * d];
    this.predicted = new double[chunk * d];
    this.scaled = new double[chunk * d];
    this.completed = new double[chunk * d];
  }

  /** A new chunk of rows begins. */
  void nextChunk() {
    conditionals.nextChunk();
  }

  private ConditionalGaussian conditional(int c, MissingPatterns.Group group) {
    return conditionals.get(matrices == 1 ? 0 : c, group.pattern());
  }

  /**
   * Completes rows with the conditional means of a component.
   *
   * @param centred rows {@code x - m} of all groups, NaN where missing. Not modified.
   */
  void complete(int c, MissingPatterns patterns, double[] centred) {
    System.arraycopy(centred, 0, completed, 0, patterns.incompleteRows() * d);
    for (MissingPatterns.Group group : patterns.groups()) {
      predict(c, group, centred);
      int[] missing = group.pattern().missing;
      int from = 0;
      for (int i = group.first(); i < group.end(); i++) {
        for (int column : missing) {
          completed[i * d + column] = centredMeans[c * d + column] + predicted[from++];
        }
      }
    }
  }

  /** {@code predicted = (x_o - mu_o) B'} for the rows of a group. */
  private void predict(int c, MissingPatterns.Group group, double[] centred) {
    int[] columns = group.pattern().observed;
    int p = columns.length;
    int q = d - p;
    if (p == 0) {
      Arrays.fill(predicted, 0, group.rows() * q, 0.0);
      return;
    }
    int to = 0;
    for (int i = group.first(); i < group.end(); i++) {
      for (int column : columns) {
        observed[to++] = centred[i * d + column] - centredMeans[c * d + column];
      }
    }
    double[] regression = conditional(c, group).regression;
    Blas.timesTransposed(group.rows(), q, p, observed, 0, p, regression, 0, p, predicted, 0, q);
  }

  /**
   * Adds what log densities have besides distances, to a component's column of {@code out}. A row
   * without any value has the density 1.
   *
   * @param logDeterminant {@code ln |Sigma_c|}
   * @param out Modified. In: {@code -|L_c^-1 (xhat - mu_c)|^2 / 2}; out: {@code ln p(x_o | c)}.
   */
  void addConstants(int c, MissingPatterns patterns, double logDeterminant, double[] out) {
    for (MissingPatterns.Group group : patterns.groups()) {
      int p = group.pattern().observed.length;
      double constant =
          p * Entropies.LOG_TWO_PI + logDeterminant - conditional(c, group).logDeterminant;
      for (int i = group.first(); i < group.end(); i++) {
        out[i * k + c] = p == 0 ? 0 : out[i * k + c] - 0.5 * constant;
      }
    }
  }

  /**
   * Adds what missing values of rows completed for a component are expected to be.
   *
   * @param r responsibilities of the rows of all groups, [n, K]. Not modified.
   * @param out Modified. {@code out[to] += r[i, c] (xhat_ij - m_j)}, all rows of the chunk.
   */
  void addMeans(int c, MissingPatterns patterns, double[] r, double[] out) {
    patterns.forEachMissing((i, to, column) -> out[to] += r[i * k + c] * completed[i * d + column]);
  }

  /**
   * Adds the expected moments of rows completed for a component, and the entropy of what they miss.
   *
   * @param r weighted responsibilities of the rows of all groups, [n, K]. Not modified.
   * @param about the point p that second moments are about, less m, from {@code aboutAt} on
   * @param scatter where in the statistics the upper triangle of second moments is
   */
  void addMoments(
      int c,
      MissingPatterns patterns,
      double[] r,
      double[] about,
      int aboutAt,
      Statistics into,
      int scatter) {
    double[] s = into.values();
    int first = into.offset(GaussianComponents.FIRST) + c * d;
    int used = 0;
    for (int i = 0; i < patterns.incompleteRows(); i++) {
      double weight = r[i * k + c];
      if (weight > 0) {
        double root = Math.sqrt(weight);
        for (int j = 0; j < d; j++) {
          double x = completed[i * d + j];
          s[first + j] += weight * x;
          scaled[used * d + j] = root * (x - about[aboutAt + j]);
        }
        used++;
      }
    }
    if (used > 0) {
      Blas.addGram(used, d, scaled, s, scatter);
      addCovariances(c, patterns, r, into, scatter);
    }
  }

  private void addCovariances(
      int c, MissingPatterns patterns, double[] r, Statistics into, int scatter) {
    double[] s = into.values();
    for (MissingPatterns.Group group : patterns.groups()) {
      double weight = 0;
      for (int i = group.first(); i < group.end(); i++) {
        weight += r[i * k + c];
      }
      if (weight > 0) {
        ConditionalGaussian conditional = conditional(c, group);
        int[] missing = group.pattern().missing;
        int q = missing.length;
        for (int a = 0; a < q; a++) {
          for (int b = a; b < q; b++) {
            s[scatter + missing[a] * d + missing[b]] += weight * conditional.covariance[a * q + b];
          }
        }
        into.add(
            GaussianComponents.MISSING_ENTROPY,
            weight * Entropies.gaussian(q, conditional.logDeterminant));
      }
    }
  }
}
