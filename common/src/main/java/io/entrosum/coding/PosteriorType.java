package io.entrosum.coding;

import java.util.Locale;

/** The family of the Gaussian posteriors of codes. */
public enum PosteriorType {
  /** Correlated latents: the optimal covariance of a row has H free numbers. */
  FULL,
  /** Independent latents: a variance a latent. */
  DIAGONAL;

  /** The name in configurations. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
