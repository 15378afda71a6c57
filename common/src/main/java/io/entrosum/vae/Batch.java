package io.entrosum.vae;

/**
 * Rows as networks take them.
 *
 * @param rows their number n
 * @param values in units of the networks, row-major [n, D]
 * @param weights [n], of sum above 0
 * @param samples how many draws of the latents of each row
 * @param noise standard normal, [samples, n, H]
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
public record Batch(int rows, float[] values, float[] weights, int samples, float[] noise) {
  /** The sum of the weights. */
  public double weight() {
    double sum = 0;
    for (float w : weights) {
      sum += w;
    }
    return sum;
  }
}
