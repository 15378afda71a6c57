package io.entrosum.belief;

/** Functions of logits. */
public final class Logits {
  /** Factors of {@code 1 + e^-|a|}, each at most 2, whose product is a finite number. */
  private static final int FACTORS = 512;

  private Logits() {}

  /** {@code S(a) = 1 / (1 + e^-a)}. */
  public static double probability(double a) {
    double e = Math.exp(-Math.abs(a));
    return a >= 0 ? 1 / (1 + e) : e / (1 + e);
  }

  /** {@code sum ln(1 + e^a)} over a run of logits: one exponential each, a logarithm for 512. */
  static double normaliser(double[] logits, int offset, int n) {
    double sum = 0;
    double product = 1;
    for (int j = 0; j < n; j++) {
      double a = logits[offset + j];
      sum += Math.max(a, 0);
      product *= 1 + Math.exp(-Math.abs(a));
      if (j % FACTORS == FACTORS - 1) {
        sum += Math.log(product);
        product = 1;
      }
    }
    return sum + Math.log(product);
  }

  /**
   * {@code sum_j y_j a_j - ln(1 + e^a_j)} at {@code a = logits + sign * change}: the
   * log-probability of values, if their logits changed.
   *
   * @param values at least n, from an offset on
   */
  static double changed(
      int n,
      double[] values,
      int offset,
      double[] logits,
      double sign,
      double[] change,
      int changeOffset) {
    double sum = 0;
    double product = 1;
    for (int j = 0; j < n; j++) {
      double a = logits[j] + sign * change[changeOffset + j];
      sum += values[offset + j] * a - Math.max(a, 0);
      product *= 1 + Math.exp(-Math.abs(a));
      if (j % FACTORS == FACTORS - 1) {
        sum -= Math.log(product);
        product = 1;
      }
    }
    return sum - Math.log(product);
  }

  /** The entropy of a binary unit, {@code ln(1 + e^a) - a S(a)}, in nats. */
  static double entropy(double a) {
    double e = Math.exp(-Math.abs(a));
    return Math.log1p(e) + Math.abs(a) * e / (1 + e);
  }
}
