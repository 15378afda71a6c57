package io.entrosum.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class FieldGridTest {
  private static final PatchSize SIZE = new PatchSize(2, 1);

  /** Three fields of two pixels: (1, -1), (0, 0), (2, 1). */
  private static final double[] FIELDS = {1, 0, 2, -1, 0, 1};

  private static int grey(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }

  @Test
  void fieldsAreOrderedAndScaledOneByOne() {
    // Cells of 7 x 4 pixels: two columns are 15 x 9, one is 8 x 13, three are 22 x 5.
    BufferedImage image = new FieldGrid(FIELDS, new double[] {1, 2, 3}, SIZE, 3).image();
    assertThat(image.getWidth()).isEqualTo(8);
    assertThat(image.getHeight()).isEqualTo(13);
    int[][] greys = {{255, 191}, {128, 128}, {255, 0}}; // 127.5 (1 + 1/2) = 191.25
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k < 9; k++) {
          int x = 1 + 3 * j + k % 3;
          int y = 1 + 4 * i + k / 3;
          assertThat(grey(image, x, y)).isEqualTo(greys[i][j]);
        }
      }
    }
    for (int x = 0; x < 8; x++) {
      for (int y : new int[] {0, 4, 8, 12}) {
        assertThat(grey(image, x, y)).isZero();
      }
    }
    for (int y = 0; y < 13; y++) {
      assertThat(grey(image, 0, y)).isZero();
      assertThat(grey(image, 7, y)).isZero();
    }
  }

  @Test
  void equalScalesKeepTheOrder() {
    BufferedImage image = new FieldGrid(FIELDS, new double[] {1, 1, 1}, SIZE, 1).image();
    assertThat(grey(image, 1, 1)).isEqualTo(255);
    assertThat(grey(image, 2, 1)).isZero();
    assertThat(grey(image, 1, 3)).isEqualTo(128);
  }

  @Test
  void gridsAreNearlySquare() {
    PatchSize size = new PatchSize(16, 16);
    int[][] sides = {{100, 10, 10}, {10, 4, 3}, {2, 2, 1}, {1, 1, 1}, {5, 3, 2}};
    for (int[] side : sides) {
      BufferedImage image =
          new FieldGrid(new double[256 * side[0]], new double[side[0]], size, 1).image();
      int longer = Math.max(image.getWidth(), image.getHeight());
      int shorter = Math.min(image.getWidth(), image.getHeight());
      assertThat(longer).isEqualTo(17 * side[1] + 1);
      assertThat(shorter).isEqualTo(17 * side[2] + 1);
    }
  }

  @Test
  void thePngIsTheImage() throws Exception {
    FieldGrid grid = new FieldGrid(FIELDS, new double[] {1, 2, 3}, SIZE, 3);
    GreyImage read = ImageDecoder.decode(grid.png());
    BufferedImage image = grid.image();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        assertThat(read.at(y, x)).isCloseTo(grey(image, x, y) / 255.0, within(1e-15));
      }
    }
    assertThat(grid.png()).isEqualTo(grid.png());
  }

  @Test
  void mistakesAreRefused() {
    assertThatThrownBy(() -> new FieldGrid(FIELDS, new double[2], SIZE, 1))
        .hasMessage("fields: must be 2 x 2 numbers, one field at least, but were 6");
    assertThatThrownBy(() -> new FieldGrid(FIELDS, new double[3], SIZE, 0))
        .hasMessage("magnification: must be >= 1 but was 0");
  }
}
