package io.entrosum.vae;

import io.entrosum.data.RowHash;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Standard normal numbers that hang on a seed, a purpose and what is in a row: the same however
 * rows are ordered and partitioned, and whatever task draws them. One thread.
 */
final class RowNoise {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long key;
  private long state;

  /** SplitMix64 (Steele, Lea and Flood 2014) from the key of a row. */
  private final ZigguratSampler.NormalizedGaussian normal;

  /**
   * Noise of a purpose.
   *
   * @param purpose e.g. the number of an epoch
   */
  RowNoise(long seed, long purpose) {
    this.key = RowHash.then(RowHash.then(GOLDEN, seed), purpose);
    UniformRandomProvider bits = this::next;
    this.normal = ZigguratSampler.NormalizedGaussian.of(bits);
  }

  private long next() {
    state += GOLDEN;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** A number that orders rows at random. */
  long order(long rowHash) {
    return RowHash.then(key, rowHash);
  }

  /**
   * Draws for a row.
   *
   * @param into Modified. [samples, n, H]
   * @param row of the n
   */
  void fill(long rowHash, int samples, int n, int h, int row, float[] into) {
    state = RowHash.then(~key, rowHash);
    for (int s = 0; s < samples; s++) {
      int at = (s * n + row) * h;
      for (int i = 0; i < h; i++) {
        into[at + i] = (float) normal.sample();
      }
    }
  }
}
