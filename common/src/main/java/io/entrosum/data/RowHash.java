package io.entrosum.data;

/**
 * A hash of the content of a row: random decisions that hang on it are the same however rows are
 * ordered and partitioned. Equal rows have equal hashes; unequal ones collide with probability
 * about 2^-64.
 */
public final class RowHash {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private RowHash() {}

  /**
   * The hash of {@code n} numbers from {@code at} on; 0.0 and -0.0 are the same, and so is every
   * NaN.
   */
  public static long of(double[] values, int at, int n) {
    long hash = GOLDEN;
    for (int i = at; i < at + n; i++) {
      hash = mix(hash ^ Double.doubleToLongBits(values[i] + 0.0)) + GOLDEN;
    }
    return mix(hash);
  }

  /**
   * The hash of a sparse row by its entries from {@code from} to before {@code to}, none of them
   * zero; every NaN is the same.
   *
   * <p>It is not that of the same row with its zeros, {@link #of}, which hashes number after number
   * and so takes D steps. Random decisions about sparse rows are therefore others than about the
   * same rows in dense blocks, and one data set has one kind of blocks.
   */
  public static long ofEntries(int[] columns, double[] values, int from, int to) {
    long hash = GOLDEN;
    for (int k = from; k < to; k++) {
      hash = mix(hash ^ columns[k]) + GOLDEN;
      hash = mix(hash ^ Double.doubleToLongBits(values[k])) + GOLDEN;
    }
    return mix(hash);
  }

  /** A uniform number in (0, 1) from a row's hash and a salt. */
  public static double uniform(long rowHash, long salt) {
    long bits = mix(rowHash ^ mix(salt + GOLDEN));
    return ((bits >>> 12) + 0.5) * 0x1.0p-52; // 52 bits: with 53, adding 0.5 would round up to 1
  }

  /** A hash of a sequence from the hash of what came before, and what comes next. */
  public static long then(long before, long next) {
    return mix(before ^ mix(next + GOLDEN)) + GOLDEN;
  }

  /** The finaliser of MurmurHash3 with the constants of David Stafford's variant 13. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
