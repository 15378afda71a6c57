package io.entrosum.coding;

import java.util.Arrays;

/**
 * The Gini coefficient as a measure of sparseness (Hurley and Rickard, 2009): 0 where all numbers
 * are equal, {@code 1 - 1/n} where a single one differs from 0.
 */
public final class Gini {
  private Gini() {}

  /**
   * {@code 1 + 1/n - 2 sum_i (n + 1 - i) a_i / (n sum a)} of the sorted numbers; 0 if all are 0.
   *
   * @param values at least 0. Modified: sorted.
   */
  public static double of(double[] values) {
    Arrays.sort(values);
    int n = values.length;
    double total = 0;
    double ranked = 0;
    for (int i = 0; i < n; i++) {
      total += values[i];
      ranked += (n - i) * values[i];
    }
    return total > 0 ? 1 + 1.0 / n - 2 * ranked / (n * total) : 0;
  }
}
