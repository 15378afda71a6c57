package io.entrosum.init;

import java.util.Locale;

/**
 * What a training takes on the driver.
 *
 * @param bytes about
 */
public record DriverMemory(double bytes) {
  private static final double GIB = 1L << 30;

  /** Whether the heap is as large. */
  public boolean fits() {
    return bytes <= Runtime.getRuntime().maxMemory();
  }

  /**
   * The refusal of a training.
   *
   * @param what asks for so much: the key, its value, and the number of columns
   * @param remedy what fits
   */
  public UnusableDataException refusal(String what, String remedy) {
    return new UnusableDataException(
        String.format(
            Locale.ROOT,
            "%s need about %.1f GiB on the driver, which has %.1f GiB; %s fit",
            what,
            bytes / GIB,
            Runtime.getRuntime().maxMemory() / GIB,
            remedy));
  }
}
