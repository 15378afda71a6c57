package io.entrosum.init;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Where the training of a mixture starts. */
public enum InitMode {
  /** k-means|| seeding, a few Lloyd passes, then the M-step of the hard assignment. */
  K_MEANS("k-means++"),
  /** Random rows as means, the variances of all rows as covariances, equal weights. */
  RANDOM("random"),
  /** A given model. */
  MODEL("model");

  private final String label;

  InitMode(String label) {
    this.label = label;
  }

  /** The name in configurations. */
  public String label() {
    return label;
  }

  /** All names, joined by commas. */
  public static String labels() {
    return Arrays.stream(values()).map(InitMode::label).collect(Collectors.joining(", "));
  }

  /**
   * The mode of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static InitMode of(String label) {
    return Arrays.stream(values())
        .filter(mode -> mode.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "init: must be one of " + labels() + " but was " + label));
  }
}
