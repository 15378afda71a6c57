package io.entrosum.family;

import org.jspecify.annotations.Nullable;

/** The domain of families on the positive half-line. */
final class PositiveNumbers {
  private PositiveNumbers() {}

  /** What is wrong with a value that is not a finite number above 0; null otherwise. */
  static @Nullable String problem(double x) {
    if (!(x > 0)) {
      return "must be > 0";
    }
    return Double.isFinite(x) ? null : "must be finite";
  }
}
