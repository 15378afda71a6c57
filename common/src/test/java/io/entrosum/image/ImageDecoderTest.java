package io.entrosum.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
  private static final int WIDTH = 5;
  private static final int HEIGHT = 3;

  private static byte[] write(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).as(format).isTrue();
    return bytes.toByteArray();
  }

  private static BufferedImage grey(int type, int step) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      image.getRaster().setSample(i % WIDTH, i / WIDTH, 0, i * step);
    }
    return image;
  }

  private static BufferedImage colour(int type, int argb) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      image.setRGB(i % WIDTH, i / WIDTH, argb);
    }
    return image;
  }

  /** Levels are those of the file: ImageIO's own conversion to RGB would brighten them. */
  @Test
  void greyLevelsAreThoseOfTheFile() throws Exception {
    for (String format : new String[] {"png", "tiff", "bmp"}) {
      GreyImage image = ImageDecoder.decode(write(grey(BufferedImage.TYPE_BYTE_GRAY, 17), format));
      assertThat(image.width()).isEqualTo(WIDTH);
      assertThat(image.height()).isEqualTo(HEIGHT);
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        assertThat(image.at(i / WIDTH, i % WIDTH)).isEqualTo(i * 17 / 255.0);
      }
    }
  }

  @Test
  void sixteenBitsAreKept() throws Exception {
    for (String format : new String[] {"png", "tiff"}) {
      GreyImage image =
          ImageDecoder.decode(write(grey(BufferedImage.TYPE_USHORT_GRAY, 4001), format));
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        assertThat(image.pixels()[i]).isEqualTo(i * 4001 / 65535.0);
      }
    }
  }

  @Test
  void jpegIsNear() throws Exception {
    GreyImage image =
        ImageDecoder.decode(write(colour(BufferedImage.TYPE_BYTE_GRAY, 0xff808080), "jpg"));
    double level = image.pixels()[0];
    assertThat(image.pixels()).containsOnly(new double[] {level}, within(2 / 255.0));
    GreyImage red = ImageDecoder.decode(write(colour(BufferedImage.TYPE_INT_RGB, 0xff0000), "jpg"));
    assertThat(red.pixels()).containsOnly(new double[] {.2126}, within(4 / 255.0));
  }

  @Test
  void coloursBecomeLuma() throws Exception {
    int[] types = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB};
    for (int type : types) {
      GreyImage image = ImageDecoder.decode(write(colour(type, 0x204080), "png"));
      double luma = (.2126 * 0x20 + .7152 * 0x40 + .0722 * 0x80) / 255;
      assertThat(image.pixels()).containsOnly(new double[] {luma}, within(1e-15));
    }
    GreyImage palette =
        ImageDecoder.decode(write(colour(BufferedImage.TYPE_BYTE_INDEXED, 0xff0000), "png"));
    assertThat(palette.pixels()).containsOnly(new double[] {.2126}, within(1e-15));
    GreyImage bits =
        ImageDecoder.decode(write(colour(BufferedImage.TYPE_BYTE_BINARY, 0xffffffff), "png"));
    assertThat(bits.pixels()).containsOnly(1);
  }

  @Test
  void whatIsTransparentShowsWhite() throws Exception {
    BufferedImage image = colour(BufferedImage.TYPE_INT_ARGB, 0x00000000);
    image.setRGB(1, 0, 0xff000000);
    image.setRGB(2, 0, 0x33000000);
    GreyImage decoded = ImageDecoder.decode(write(image, "png"));
    assertThat(decoded.at(0, 0)).isEqualTo(1);
    assertThat(decoded.at(0, 1)).isZero();
    assertThat(decoded.at(0, 2)).isCloseTo(.8, within(1e-15)); // 0x33 is a fifth
  }

  @Test
  void otherBytesAreRefused() throws Exception {
    byte[] text = "no image".getBytes(StandardCharsets.UTF_8);
    for (byte[] bytes : new byte[][] {text, new byte[0]}) {
      assertThatThrownBy(() -> ImageDecoder.decode(bytes))
          .isInstanceOf(UnreadableImageException.class)
          .hasMessage("is no image in a format that can be read (PNG, JPEG, TIFF, BMP, GIF)");
    }
    byte[] png = write(grey(BufferedImage.TYPE_BYTE_GRAY, 1), "png");
    for (int length : new int[] {8, 20, 40, png.length / 2}) {
      assertThatThrownBy(() -> ImageDecoder.decode(Arrays.copyOf(png, length)))
          .as("%d of %d bytes", length, png.length)
          .isInstanceOf(UnreadableImageException.class)
          .hasMessageStartingWith("cannot be decoded: ");
    }
    byte[] jpeg = write(colour(BufferedImage.TYPE_INT_RGB, 0x204080), "jpg");
    assertThat(ImageDecoder.decode(Arrays.copyOf(jpeg, jpeg.length - 2)).width()).isEqualTo(WIDTH);
    assertThatThrownBy(() -> ImageDecoder.decode(Arrays.copyOf(jpeg, jpeg.length - 6)))
        .hasMessage("cannot be decoded: Corrupt JPEG data: premature end of data segment");
  }
}
