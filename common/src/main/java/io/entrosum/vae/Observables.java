package io.entrosum.vae;

import java.util.Locale;

/** The distribution of the columns given the latents. */
public enum Observables {
  /** {@code N(mu(z), variance)}. */
  GAUSSIAN,
  /** {@code Bernoulli(1 / (1 + e^-a(z)))}; values between 0 and 1 are probabilities of a 1. */
  BERNOULLI;

  /** The name in configurations and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
