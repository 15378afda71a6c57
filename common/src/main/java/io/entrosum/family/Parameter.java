package io.entrosum.family;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a family.
 *
 * @param name as in model files
 */
record Parameter(String name, Domain domain) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Where the values of a parameter lie. */
  enum Domain {
    /** Finite numbers. */
    REAL,
    /** Finite numbers above 0. */
    POSITIVE,
    /** Numbers above 0 and below 1. */
    PROBABILITY
  }

  static Parameter real(String name) {
    return new Parameter(name, Domain.REAL);
  }

  static Parameter positive(String name) {
    return new Parameter(name, Domain.POSITIVE);
  }

  static Parameter probability() {
    return new Parameter("probability", Domain.PROBABILITY);
  }

  /** What is wrong with a value, e.g. "must be > 0"; null where it is valid. */
  @Nullable String problem(double value) {
    return switch (domain) {
      case REAL -> Double.isFinite(value) ? null : "must be finite";
      case POSITIVE -> value > 0 && Double.isFinite(value) ? null : "must be > 0 and finite";
      case PROBABILITY -> value > 0 && value < 1 ? null : "must be > 0 and < 1";
    };
  }
}
