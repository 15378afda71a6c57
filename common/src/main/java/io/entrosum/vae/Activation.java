package io.entrosum.vae;

import java.util.Locale;

/** What a layer of a network does to each of its numbers. */
public enum Activation {
  /** Nothing. */
  NONE,
  /** {@code max(x, 0)}. */
  RELU,
  /** {@code max(x, .01 x)}. */
  LEAKY_RELU,
  /** {@code tanh x}. */
  TANH,
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID,
  /** {@code ln(1 + e^x)}. */
  SOFTPLUS;

  /** The name in configurations and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
