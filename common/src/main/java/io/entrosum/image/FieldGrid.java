package io.entrosum.image;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The fields of a dictionary as one grey picture: ordered by scale, largest first, row by row, in a
 * grid as square as can be; black lines of one pixel around each.
 *
 * <p>Each field has the full range of greys by itself: 0 is mid grey, its largest absolute value
 * black or white. Cells without a field are black.
 */
public final class FieldGrid {
  private static final double MIDDLE = 127.5;

  private final double[] dictionary;
  private final double[] scales;
  private final PatchSize size;
  private final int magnification;

  /**
   * A grid of fields.
   *
   * @param dictionary row-major [D, H]: column h is a field, its pixels row by row. Not modified.
   * @param scales what orders the fields, [H]; of equal ones the earlier is first. Not modified.
   * @param size of a field; D is the number of its pixels
   * @param magnification the width and height of a pixel of a field in the picture, >= 1
   * @throws IllegalArgumentException if these do not fit together
   */
  public FieldGrid(double[] dictionary, double[] scales, PatchSize size, int magnification) {
    if (scales.length == 0 || dictionary.length != (long) size.pixels() * scales.length) {
      throw new IllegalArgumentException(
          "fields: must be "
              + size.pixels()
              + " x "
              + scales.length
              + " numbers, one field at least, but were "
              + dictionary.length);
    }
    if (magnification < 1) {
      throw new IllegalArgumentException("magnification: must be >= 1 but was " + magnification);
    }
    this.dictionary = dictionary.clone();
    this.scales = scales.clone();
    this.size = size;
    this.magnification = magnification;
  }

  /** The picture, 8 bits of grey a pixel. */
  public BufferedImage image() {
    int columns = columns();
    int rows = rows(columns);
    BufferedImage image =
        new BufferedImage(
            columns * cellWidth() + 1, rows * cellHeight() + 1, BufferedImage.TYPE_BYTE_GRAY);
    int[] order =
        IntStream.range(0, scales.length)
            .boxed()
            .sorted(Comparator.comparingDouble(h -> -scales[h]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int i = 0; i < order.length; i++) {
      int x = i % columns * cellWidth() + 1;
      int y = i / columns * cellHeight() + 1;
      draw(order[i], image.getRaster(), x, y);
    }
    return image;
  }

  /** The picture as the bytes of a PNG file. */
  public byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image(), "png", stream)) {
        throw new IOException("this Java runtime has no writer for PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private int cellWidth() {
    return size.width() * magnification + 1;
  }

  private int cellHeight() {
    return size.height() * magnification + 1;
  }

  /** The number of columns with the shortest longer side; of equal ones the least. */
  private int columns() {
    int best = 1;
    for (int columns = 1; columns <= scales.length; columns++) {
      if (longerSide(columns) < longerSide(best)) {
        best = columns;
      }
    }
    return best;
  }

  private long longerSide(int columns) {
    return Math.max((long) columns * cellWidth(), (long) rows(columns) * cellHeight());
  }

  private int rows(int columns) {
    return (scales.length + columns - 1) / columns;
  }

  private void draw(int field, WritableRaster raster, int x, int y) {
    int h = scales.length;
    double most = 0;
    for (int j = 0; j < size.pixels(); j++) {
      most = Math.max(most, Math.abs(dictionary[j * h + field]));
    }
    for (int j = 0; j < size.pixels(); j++) {
      double share = most > 0 ? dictionary[j * h + field] / most : 0;
      int level = (int) Math.round(MIDDLE + MIDDLE * share);
      int left = x + j % size.width() * magnification;
      int top = y + j / size.width() * magnification;
      for (int dy = 0; dy < magnification; dy++) {
        for (int dx = 0; dx < magnification; dx++) {
          raster.setSample(left + dx, top + dy, 0, level);
        }
      }
    }
  }
}
