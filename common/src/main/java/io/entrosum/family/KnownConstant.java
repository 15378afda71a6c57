package io.entrosum.family;

/**
 * A number that a family takes as known, e.g. the trials of a binomial: the name of the family, the
 * name of the constant and its value.
 *
 * <p>The checks refuse values out of range in one line and return the others.
 */
record KnownConstant(String family, String name, double value) {
  /** Above this, not every whole number is a double. */
  private static final double LARGEST_WHOLE = 0x1p53;

  /** The name of the family with this constant, e.g. {@code gamma(shape=2.5)}. */
  String signature() {
    return family + "(" + name + "=" + format(value) + ")";
  }

  /** A number in the shortest form that is read back as the same; whole numbers without a point. */
  static String format(double value) {
    return value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  KnownConstant positive() {
    return check(value > 0 && Double.isFinite(value), "must be > 0 and finite");
  }

  KnownConstant real() {
    return check(Double.isFinite(value), "must be finite");
  }

  /** A whole number from 1 to the largest int. */
  KnownConstant count() {
    boolean valid = value >= 1 && value <= Integer.MAX_VALUE && value == Math.rint(value);
    return check(valid, "must be a whole number from 1 to " + Integer.MAX_VALUE);
  }

  private KnownConstant check(boolean valid, String rule) {
    if (!valid) {
      throw new IllegalArgumentException(
          family + ": " + name + " " + rule + " but was " + format(value));
    }
    return this;
  }
}
