package io.entrosum.image;

import java.io.Serializable;
import java.util.BitSet;

/**
 * An image that patches are cut from.
 *
 * @param name of the file
 * @param image the pixels, filtered where that is wanted
 * @param constant the positions, row-major over all of the image, whose patch had equal pixels
 *     before any filter
 */
public record PatchImage(String name, GreyImage image, BitSet constant) implements Serializable {

  /**
   * Finds the constant patches of an image; cost a few operations a pixel, whatever the size of a
   * patch.
   *
   * <p>A patch is constant if no pixel differs from its neighbour. Differences with the left and
   * the upper neighbour are counted in a table of sums over all rectangles that begin at the first
   * pixel; four of its entries give the count of any rectangle.
   *
   * @param image as it was read; not smaller than a patch
   */
  public static BitSet constantPositions(GreyImage image, PatchSize size) {
    int[] horizontal = sums(image, 0, 1);
    int[] vertical = sums(image, 1, 0);
    int columns = image.width() - size.width() + 1;
    BitSet constant = new BitSet();
    for (int r = 0; r + size.height() <= image.height(); r++) {
      int bottom = r + size.height();
      for (int c = 0; c < columns; c++) {
        int right = c + size.width();
        if (within(horizontal, image.width(), r, c + 1, bottom, right) == 0
            && within(vertical, image.width(), r + 1, c, bottom, right) == 0) {
          constant.set(r * columns + c);
        }
      }
    }
    return constant;
  }

  /**
   * How many pixels above and left of a corner differ from a neighbour, [height + 1, width + 1].
   */
  private static int[] sums(GreyImage image, int up, int left) {
    int stride = image.width() + 1;
    int[] sums = new int[Math.multiplyExact(stride, image.height() + 1)];
    for (int r = 0; r < image.height(); r++) {
      int inRow = 0;
      for (int c = 0; c < image.width(); c++) {
        if (r >= up && c >= left && image.at(r, c) != image.at(r - up, c - left)) {
          inRow++;
        }
        sums[(r + 1) * stride + c + 1] = sums[r * stride + c + 1] + inRow;
      }
    }
    return sums;
  }

  private static int within(int[] sums, int width, int top, int left, int bottom, int right) {
    int stride = width + 1;
    return sums[bottom * stride + right]
        - sums[top * stride + right]
        - sums[bottom * stride + left]
        + sums[top * stride + left];
  }
}
