package io.entrosum.image;

import java.io.Serializable;

/**
 * The size of a patch.
 *
 * @param width in pixels
 * @param height in pixels
 */
public record PatchSize(int width, int height) implements Serializable {
  /** The most pixels of a side. */
  public static final int MOST = 1024;

  /** Checks the size. */
  public PatchSize {
    if (width < 1 || height < 1 || width > MOST || height > MOST || width * height < 2) {
      throw new IllegalArgumentException(
          "must have sides of 1 to "
              + MOST
              + " pixels, and two pixels at least, but was "
              + width
              + "x"
              + height);
    }
  }

  /** D, the number of pixels. */
  public int pixels() {
    return width * height;
  }

  /** How many positions a patch has in an image, {@code border} pixels kept from its edges. */
  public long positions(int imageWidth, int imageHeight, int border) {
    long columns = imageWidth - 2L * border - width + 1;
    long rows = imageHeight - 2L * border - height + 1;
    return Math.max(0, columns) * Math.max(0, rows);
  }

  @Override
  public String toString() {
    return width + " x " + height;
  }
}
