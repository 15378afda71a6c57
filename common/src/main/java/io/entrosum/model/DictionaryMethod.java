package io.entrosum.model;

import java.util.Locale;

/** How the dictionary of sparse coding is improved. */
public enum DictionaryMethod {
  /**
   * Quasi-Newton steps over dictionary, scales and noise; M-steps are those of {@link #COLUMNS}.
   */
  QUASI_NEWTON,
  /** M-steps column by column, exact each; right for every weighting. */
  COLUMNS,
  /** M-steps by free least squares, norms moved into the latents; for the bound itself. */
  LEAST_SQUARES;

  /** Whether it climbs a bound with weights on its parts. */
  public boolean anneals() {
    return this != LEAST_SQUARES;
  }

  /** The name in configurations. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
