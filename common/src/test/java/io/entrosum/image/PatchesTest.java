package io.entrosum.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatchesTest {
  private static final PatchSize SIZE = new PatchSize(4, 3);

  private static PatchImage image(String name, int width, int height) {
    double[] pixels = new Random(width).doubles((long) width * height).toArray();
    return new PatchImage(name, new GreyImage(width, height, pixels), new BitSet());
  }

  private static Patches patches(int border, boolean centred) {
    List<PatchImage> images = List.of(image("a", 3, 30), image("b", 10, 7), image("c", 8, 9));
    return new Patches(images, new Patches.Options(SIZE, border, 5, centred), 2);
  }

  @Test
  void everyPositionIsEquallyLikely() {
    Patches patches = patches(0, true);
    assertThat(patches.positions()).isEqualTo(7 * 5 + 5 * 7); // "a" has no room
    int draws = 70_000;
    int[] counts = new int[70];
    for (int i = 0; i < draws; i++) {
      Patches.Position p = patches.position(i);
      int columns = p.image() == 1 ? 7 : 5;
      counts[(p.image() == 1 ? 0 : 35) + p.row() * columns + p.column()]++;
    }
    // Chi squared with 69 degrees of freedom: mean 69, variance 138, five standard deviations.
    double chi = Arrays.stream(counts).mapToDouble(n -> (n - 1000.0) * (n - 1000) / 1000).sum();
    assertThat(chi).isCloseTo(69, within(5 * Math.sqrt(138)));
  }

  @Test
  void positionsDependOnSeedAndNumberOnly() {
    Patches.Options other = new Patches.Options(SIZE, 0, 6, true);
    List<PatchImage> images = List.of(image("a", 3, 30), image("b", 10, 7), image("c", 8, 9));
    Patches reseeded = new Patches(images, other, 2);
    int same = 0;
    for (int i = 0; i < 1000; i++) {
      assertThat(patches(0, true).position(i)).isEqualTo(patches(0, false).position(i));
      same += reseeded.position(i).equals(patches(0, true).position(i)) ? 1 : 0;
    }
    assertThat(same).isLessThan(40); // 1 of 70 by chance: 14, and 4 standard deviations of 3.7
  }

  @Test
  void bordersAreKeptAway() {
    Patches patches = patches(2, true);
    assertThat(patches.positions()).isEqualTo(3 * 1 + 1 * 3);
    for (int i = 0; i < 1000; i++) {
      Patches.Position p = patches.position(i);
      assertThat(p.row()).isGreaterThanOrEqualTo(2);
      assertThat(p.column()).isGreaterThanOrEqualTo(2);
      assertThat(p.row() + 3 + 2).isLessThanOrEqualTo(p.image() == 1 ? 7 : 9);
      assertThat(p.column() + 4 + 2).isLessThanOrEqualTo(p.image() == 1 ? 10 : 8);
    }
    assertThatThrownBy(() -> patches(4, true)).hasMessage("patches: no image has room for a patch");
  }

  @Test
  void aPatchIsWhatTheImageHasThere() {
    double[] raw = new double[14];
    double[] centred = new double[14];
    GreyImage b = image("b", 10, 7).image();
    Patches.Position position = new Patches.Position(1, 2, 5);
    assertThat(patches(0, false).cut(position, raw, 1)).isTrue();
    assertThat(patches(0, true).cut(position, centred, 1)).isTrue();
    double mean = 0;
    for (int j = 0; j < 12; j++) {
      assertThat(raw[1 + j]).isEqualTo(2 * b.at(2 + j / 4, 5 + j % 4));
      mean += raw[1 + j] / 12;
    }
    for (int j = 0; j < 12; j++) {
      assertThat(centred[1 + j]).isCloseTo(raw[1 + j] - mean, within(1e-15));
    }
    assertThat(raw[0]).isZero();
    assertThat(raw[13]).isZero();
  }

  @Test
  void constantPatchesAreFound() {
    Random random = new Random(4);
    for (int[] size : new int[][] {{20, 15}, {4, 3}, {4, 9}, {9, 3}, {3, 3}}) {
      int w = size[0];
      int h = size[1];
      double[] pixels = new double[w * h];
      Arrays.setAll(pixels, i -> random.nextInt(20) == 0 ? .5 : .1); // flat, with specks
      GreyImage image = new GreyImage(w, h, pixels);
      BitSet found = PatchImage.constantPositions(image, SIZE);
      int expected = 0;
      for (int r = 0; r + 3 <= h; r++) {
        for (int c = 0; c + 4 <= w; c++) {
          boolean constant = true;
          for (int j = 0; j < 12; j++) {
            constant &= image.at(r + j / 4, c + j % 4) == image.at(r, c);
          }
          assertThat(found.get(r * (w - 3) + c)).isEqualTo(constant);
          expected += constant ? 1 : 0;
        }
      }
      assertThat(found.cardinality()).isEqualTo(expected);
    }
    BitSet all = PatchImage.constantPositions(new GreyImage(4, 3, new double[12]), SIZE);
    Patches patches =
        new Patches(
            List.of(new PatchImage("flat", new GreyImage(4, 3, new double[12]), all)),
            new Patches.Options(SIZE, 0, 1, true),
            1);
    assertThat(patches.cut(patches.position(0), new double[12], 0)).isFalse();
  }

  @Test
  void sizesAreChecked() {
    assertThat(new PatchSize(1, 2).pixels()).isEqualTo(2);
    assertThatThrownBy(() -> new PatchSize(1, 1))
        .hasMessage("must have sides of 1 to 1024 pixels, and two pixels at least, but was 1x1");
    assertThatThrownBy(() -> new PatchSize(1025, 4)).hasMessageEndingWith("but was 1025x4");
    assertThatThrownBy(() -> new PatchSize(4, 0)).hasMessageEndingWith("but was 4x0");
  }
}
