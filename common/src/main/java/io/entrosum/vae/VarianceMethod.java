package io.entrosum.vae;

import java.util.Locale;

/** How the variances of noise and prior are found. */
public enum VarianceMethod {
  /** From the statistics of a pass; in the steps within a pass, from those of a batch. */
  CLOSED_FORM,
  /** By gradient, as weights. */
  LEARNED,
  /** Given. */
  FIXED;

  /** The name in configurations. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
