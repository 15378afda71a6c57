package io.entrosum.image;

import io.entrosum.data.RowHash;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Patches at random positions of some images; immutable.
 *
 * <p>The position of patch number i is uniform over all positions of all images, so an image is
 * chosen with a probability proportional to the number of its positions. It depends on the seed, i
 * and the images in their order only: a patch can be made again anywhere.
 */
public final class Patches implements Serializable {
  private static final long serialVersionUID = 1L;

  private final List<PatchImage> images;
  private final Options options;
  private final double scale;

  /** Positions of the images before, and of all, [images + 1]. */
  private final long[] before;

  /**
   * How patches are cut.
   *
   * @param border pixels at the edges of images that no patch has
   * @param seed of the positions
   * @param centred whether a patch loses its own mean
   */
  public record Options(PatchSize size, int border, long seed, boolean centred)
      implements Serializable {}

  /**
   * Where a patch is.
   *
   * @param image the index of the image
   * @param row of its upper left pixel, from 0 on
   * @param column of the same
   */
  public record Position(int image, int row, int column) {}

  /**
   * Patches of images.
   *
   * @param scale what pixels are multiplied by
   * @throws IllegalArgumentException if no image has room for a patch
   */
  public Patches(List<PatchImage> images, Options options, double scale) {
    this.images = List.copyOf(images);
    this.options = options;
    this.scale = scale;
    this.before = new long[images.size() + 1];
    for (int k = 0; k < images.size(); k++) {
      GreyImage image = images.get(k).image();
      before[k + 1] =
          before[k] + options.size.positions(image.width(), image.height(), options.border);
    }
    if (positions() == 0) {
      throw new IllegalArgumentException("patches: no image has room for a patch");
    }
  }

  /** The number of positions of all images. */
  public long positions() {
    return before[before.length - 1];
  }

  /** D, the number of pixels of a patch. */
  public int dimensions() {
    return options.size.pixels();
  }

  /** The name of an image. */
  public String name(int image) {
    return images.get(image).name();
  }

  /** Where patch number {@code index} is. */
  public Position position(long index) {
    long chosen = (long) (RowHash.uniform(options.seed, index) * positions());
    int found = Arrays.binarySearch(before, chosen);
    int k = found >= 0 ? found : -found - 2;
    while (before[k + 1] == chosen) { // images without positions
      k++;
    }
    int columns = images.get(k).image().width() - 2 * options.border - options.size.width() + 1;
    long within = chosen - before[k];
    return new Position(
        k, options.border + (int) (within / columns), options.border + (int) (within % columns));
  }

  /**
   * Cuts a patch.
   *
   * @param into Modified: gets the pixels, row-major, from {@code at} on
   * @return whether it is one: false where all its pixels were equal before any filter, and then
   *     nothing is written
   */
  public boolean cut(Position position, double[] into, int at) {
    PatchImage source = images.get(position.image);
    GreyImage image = source.image();
    int width = options.size.width();
    int columns = image.width() - width + 1;
    if (source.constant().get(position.row * columns + position.column)) {
      return false;
    }
    double sum = 0;
    int d = dimensions();
    for (int r = 0; r < options.size.height(); r++) {
      int from = (position.row + r) * image.width() + position.column;
      for (int c = 0; c < width; c++) {
        double pixel = scale * image.pixels()[from + c];
        into[at + r * width + c] = pixel;
        sum += pixel;
      }
    }
    for (int j = 0; j < d && options.centred; j++) {
      into[at + j] -= sum / d;
    }
    return true;
  }
}
