package io.entrosum.image;

import java.io.Serializable;

/** An image of one number a pixel; immutable by convention. */
public final class GreyImage implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int width;
  private final int height;
  private final double[] pixels;

  /**
   * An image.
   *
   * @param pixels row-major [height, width]; from a file between 0 (black) and 1 (white), after a
   *     filter any number. Kept, not copied.
   * @throws IllegalArgumentException if the number of pixels is not width times height
   */
  public GreyImage(int width, int height, double[] pixels) {
    if (width < 1 || height < 1 || (long) width * height != pixels.length) {
      throw new IllegalArgumentException(
          "image: must have width x height pixels, both >= 1, but was "
              + width
              + " x "
              + height
              + " with "
              + pixels.length);
    }
    this.width = width;
    this.height = height;
    this.pixels = pixels;
  }

  /** The number of columns. */
  public int width() {
    return width;
  }

  /** The number of rows. */
  public int height() {
    return height;
  }

  /** All pixels, row-major [height, width]; not to be modified. */
  public double[] pixels() {
    return pixels;
  }

  /** The pixel of a row and a column, both from 0 on. */
  public double at(int row, int column) {
    return pixels[row * width + column];
  }

  /** The mean pixel. */
  public double mean() {
    double sum = 0;
    for (double pixel : pixels) {
      sum += pixel;
    }
    return sum / pixels.length;
  }

  /** The mean squared deviation of a pixel from the mean. */
  public double variance() {
    double mean = mean();
    double sum = 0;
    for (double pixel : pixels) {
      sum += (pixel - mean) * (pixel - mean);
    }
    return sum / pixels.length;
  }

  /** The bytes of the pixels in memory. */
  public long bytes() {
    return 8L * pixels.length;
  }
}
