package io.entrosum.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads what Java's ImageIO reads: PNG, JPEG, TIFF, BMP, GIF. No display is needed.
 *
 * <p>Grey levels are those of the file, divided by the largest that its 1 to 16 bits can hold: no
 * gamma curve is applied or undone. Colours become luma by Rec. 709, {@code 0.2126 R + 0.7152 G +
 * 0.0722 B}, of the values as stored. What is transparent shows white behind it. Of several images
 * in a file the first counts; an orientation in the metadata does not.
 */
public final class ImageDecoder {
  /** Rec. 709. */
  private static final double RED = .2126;

  private static final double GREEN = .7152;
  private static final double BLUE = .0722;

  /** 2 GiB as doubles: a file of a few bytes may claim to have more. */
  private static final long MOST_PIXELS = 1L << 28;

  private static final int MOST_BITS = 16;

  /** How libjpeg warns that data is missing, which it makes up; other warnings are harmless. */
  private static final String PREMATURE_END = "premature end";

  private ImageDecoder() {}

  /**
   * Decodes an image.
   *
   * @param bytes a whole file. Not modified.
   * @throws UnreadableImageException if it is none, is damaged, is too large, or has samples that
   *     are not whole numbers of at most 16 bits
   */
  public static GreyImage decode(byte[] bytes) throws UnreadableImageException {
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new UnreadableImageException(
            "is no image in a format that can be read (PNG, JPEG, TIFF, BMP, GIF)");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream);
        return grey(read(reader));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) { // readers throw anything at damaged bytes
      throw new UnreadableImageException("cannot be decoded: " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("");
  }

  private static BufferedImage read(ImageReader reader)
      throws IOException, UnreadableImageException {
    long width = reader.getWidth(0);
    long height = reader.getHeight(0);
    if (width * height > MOST_PIXELS) {
      throw new UnreadableImageException(
          "has " + width + " x " + height + " pixels, and the most is " + MOST_PIXELS);
    }
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    BufferedImage image = reader.read(0);
    for (String warning : warnings) {
      if (warning.toLowerCase(Locale.ROOT).contains(PREMATURE_END)) {
        throw new UnreadableImageException("cannot be decoded: " + warning);
      }
    }
    return image;
  }

  private static GreyImage grey(BufferedImage image) throws UnreadableImageException {
    ColorModel colours = image.getColorModel();
    int bands = colours.getNumColorComponents();
    int space = colours.getColorSpace().getType();
    boolean plain =
        (space == ColorSpace.TYPE_GRAY && bands == 1)
            || (space == ColorSpace.TYPE_RGB && bands == 3);
    double[] pixels =
        colours instanceof ComponentColorModel && plain ? samples(image) : packed(image);
    return new GreyImage(image.getWidth(), image.getHeight(), pixels);
  }

  /** Samples as they are stored: of a grey image {@code getRGB} would change the gamma. */
  private static double[] samples(BufferedImage image) throws UnreadableImageException {
    ColorModel colours = image.getColorModel();
    int type = colours.getTransferType();
    int bits = colours.getComponentSize(0);
    if ((type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT) || bits > MOST_BITS) {
      throw new UnreadableImageException(
          "must have whole numbers of at most "
              + MOST_BITS
              + " bits as samples but has others (convert it to PNG)");
    }
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int width = image.getWidth();
    double most = (1 << bits) - 1;
    double[] pixels = new double[width * image.getHeight()];
    int[] row = new int[width * bands];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = x * bands;
        double level =
            colours.getNumColorComponents() == 1
                ? row[at] / most
                : luma(row[at] / most, row[at + 1] / most, row[at + 2] / most);
        if (colours.hasAlpha()) {
          double alpha = row[at + bands - 1] / most;
          level = over(level, alpha, colours.isAlphaPremultiplied());
        }
        pixels[y * width + x] = level;
      }
    }
    return pixels;
  }

  /** Palettes and packed colours, by way of 8 bits of red, green, blue and alpha. */
  private static double[] packed(BufferedImage image) {
    int width = image.getWidth();
    double[] pixels = new double[width * image.getHeight()];
    int[] row = new int[width];
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int rgb = row[x];
        double level =
            luma((rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
        pixels[y * width + x] = over(level, (rgb >>> 24) / 255.0, false);
      }
    }
    return pixels;
  }

  private static double luma(double red, double green, double blue) {
    return red == green && green == blue ? red : RED * red + GREEN * green + BLUE * blue;
  }

  /** A level in front of white. */
  private static double over(double level, double alpha, boolean premultiplied) {
    double front = premultiplied ? level : alpha * level;
    return Math.min(1, front + (1 - alpha));
  }
}
