package io.entrosum.family;

import org.jspecify.annotations.Nullable;

/** The domain of families of counts. */
final class Counts {
  private Counts() {}

  /** What is wrong with a value that is not 0, 1, 2, ...; null otherwise. */
  static @Nullable String problem(double x) {
    return x >= 0 && x == Math.rint(x) && Double.isFinite(x) ? null : "must be a whole number >= 0";
  }
}
