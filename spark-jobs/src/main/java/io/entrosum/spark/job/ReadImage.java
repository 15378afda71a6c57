package io.entrosum.spark.job;

import io.entrosum.image.GreyImage;
import io.entrosum.image.ImageDecoder;
import io.entrosum.image.OneOverFFilter;
import io.entrosum.image.PatchImage;
import io.entrosum.image.PatchSize;
import io.entrosum.image.UnreadableImageException;
import java.io.Serializable;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A file that was read: an image ready to be cut, or what is wrong with it.
 *
 * @param path of the file
 * @param problem null where there is an image
 * @param image with the path as its name; null where there is a problem
 */
record ReadImage(String path, @Nullable String problem, @Nullable PatchImage image)
    implements Serializable {

  /** What is known of an image without its pixels. */
  record Summary(String path, @Nullable String problem, int width, int height, double squares)
      implements Serializable {
    long pixels() {
      return (long) width * height;
    }

    /** Of the pixels, and of the bits that tell constant patches. */
    long bytes() {
      return pixels() * 8 + pixels() / 8;
    }
  }

  /**
   * Decodes a file, finds constant patches, and filters.
   *
   * @param filter null where there is none
   */
  static ReadImage of(
      String path, byte[] content, PatchSize size, int border, @Nullable OneOverFFilter filter) {
    GreyImage image;
    try {
      image = ImageDecoder.decode(content);
    } catch (UnreadableImageException e) {
      return new ReadImage(path, e.getMessage(), null);
    }
    if (size.positions(image.width(), image.height(), border) == 0) {
      String problem =
          "must have room for a patch of "
              + size
              + " pixels"
              + (border > 0 ? " inside a border of " + border : "")
              + " but is "
              + image.width()
              + " x "
              + image.height();
      return new ReadImage(path, problem, null);
    }
    BitSet constant = PatchImage.constantPositions(image, size);
    GreyImage filtered = filter == null ? image : filter.apply(image);
    return new ReadImage(path, null, new PatchImage(path, filtered, constant));
  }

  Summary summary() {
    if (image == null) {
      return new Summary(path, problem, 0, 0, 0);
    }
    GreyImage pixels = image.image();
    double squares = 0;
    for (double pixel : pixels.pixels()) {
      squares += pixel * pixel;
    }
    return new Summary(path, null, pixels.width(), pixels.height(), squares);
  }
}
