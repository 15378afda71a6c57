package io.entrosum.vae;

/**
 * What the networks say of n rows, in their units; expectations are means over samples, or exact
 * where {@link Architecture#isExact}.
 *
 * @param mean of the posterior, row-major [n, H]
 * @param logVariance {@code ln T_hh} of the posterior, row-major [n, H]
 * @param logDeterminant {@code ln det T} of the posterior, [n]; empty where T is diagonal
 * @param fit [n], of each row: {@code E sum_d (x_d - mu_d)^2} with one s2; the same over {@code
 *     s2_d(z)} with variances of their own; {@code E sum_d a_d (x_d - p_d)} of Bernoulli columns
 * @param spread [n], of each row: {@code E sum_d ln s2_d(z)}; {@code E sum_d h_b(p_d)} of Bernoulli
 *     columns; 0 with one s2
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
public record Evaluation(
    float[] mean, float[] logVariance, float[] logDeterminant, float[] fit, float[] spread) {
  /** {@code ln det T} of a row. */
  double logDeterminant(int row) {
    if (logDeterminant.length > 0) {
      return logDeterminant[row];
    }
    int h = logVariance.length / fit.length;
    double sum = 0;
    for (int k = 0; k < h; k++) {
      sum += logVariance[row * h + k];
    }
    return sum;
  }
}
