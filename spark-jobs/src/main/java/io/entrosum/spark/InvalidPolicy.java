package io.entrosum.spark;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What happens to a row with a null, NaN or infinite value, or a category that is not known. */
public enum InvalidPolicy {
  /** It is an error that names the row. */
  FAIL,
  /** The row is left out, and counted. */
  SKIP,
  /**
   * The value is missing (NaN in a block), which a model has to marginalise; an infinite value, or
   * a weight that is no number, is an error that names the row.
   */
  MISSING;

  /** The name in configurations. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All names, joined by commas. */
  public static String labels() {
    return Arrays.stream(values()).map(InvalidPolicy::label).collect(Collectors.joining(", "));
  }

  /**
   * The policy of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static InvalidPolicy of(String label) {
    return Arrays.stream(values())
        .filter(policy -> policy.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "invalid: must be one of " + labels() + " but was " + label));
  }
}
