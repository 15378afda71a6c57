package io.entrosum.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GaborFitTest {
  private static final PatchSize SIZE = new PatchSize(16, 16);

  private static double[] field(GaborFit g, PatchSize size) {
    double[] field = new double[size.pixels()];
    for (int j = 0; j < field.length; j++) {
      int row = j / size.width();
      double dx = j % size.width() - g.x();
      double dy = row - g.y();
      double u = dx * Math.cos(g.orientation()) + dy * Math.sin(g.orientation());
      double v = dy * Math.cos(g.orientation()) - dx * Math.sin(g.orientation());
      field[j] =
          g.amplitude()
              * Math.exp(-.5 * (u * u / g.along() / g.along() + v * v / g.across() / g.across()))
              * Math.cos(2 * Math.PI * g.frequency() * u + g.phase());
    }
    return field;
  }

  /** Like fields of sparse coding: half a wave to two waves within the envelope. */
  private static GaborFit random(Random random, PatchSize size) {
    double along = 1.2 + 2 * random.nextDouble();
    return new GaborFit(
        size.width() * (.3 + .4 * random.nextDouble()),
        size.height() * (.3 + .4 * random.nextDouble()),
        Math.PI * random.nextDouble(),
        Math.min(.4, (.2 + .4 * random.nextDouble()) / along),
        2 * Math.PI * random.nextDouble() - Math.PI,
        .1 + random.nextDouble(),
        along,
        along * (.8 + random.nextDouble()),
        1);
  }

  private static double angle(double difference, double period) {
    return Math.abs(difference - period * Math.rint(difference / period));
  }

  private static double[] noisy(double[] field, double share, Random random) {
    double power = Arrays.stream(field).map(x -> x * x).sum() / field.length;
    return Arrays.stream(field)
        .map(x -> x + Math.sqrt(share * power) * random.nextGaussian())
        .toArray();
  }

  private static double[] noise(long seed) {
    return new Random(seed).doubles(256, -1, 1).toArray();
  }

  @Test
  void parametersComeBack() {
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      PatchSize size = i % 2 == 0 ? SIZE : new PatchSize(14, 11);
      GaborFit truth = random(random, size);
      GaborFit fit = GaborFit.of(field(truth, size), size);
      assertThat(fit.r2()).as("%s, found %s", truth, fit).isCloseTo(1, within(1e-9));
      assertThat(field(fit, size)).containsExactly(field(truth, size), within(1e-4));
      assertThat(fit.amplitude()).isPositive();
      assertThat(fit.orientation()).isBetween(0.0, Math.PI);
    }
  }

  /** With several waves in the envelope the parameters, too, are well determined. */
  @Test
  void waveAndEnvelopeComeBack() {
    double[] orientations = {0, .4, Math.PI / 2, 2.5, 3.1};
    for (double orientation : orientations) {
      for (double phase : new double[] {0, 1, -2}) {
        GaborFit truth = new GaborFit(7, 8.3, orientation, .22, phase, .5, 2.5, 3.5, 1);
        GaborFit fit = GaborFit.of(field(truth, SIZE), SIZE);
        assertThat(fit.x()).isCloseTo(7, within(1e-5));
        assertThat(fit.y()).isCloseTo(8.3, within(1e-5));
        assertThat(fit.frequency()).isCloseTo(.22, within(1e-6));
        assertThat(fit.along()).isCloseTo(2.5, within(1e-5));
        assertThat(fit.across()).isCloseTo(3.5, within(1e-5));
        assertThat(fit.amplitude()).isCloseTo(.5, within(1e-5));
        assertThat(angle(fit.orientation() - orientation, Math.PI)).isLessThan(1e-6);
        boolean turned = Math.abs(fit.orientation() - orientation) > 1;
        double expected = turned ? -phase : phase;
        assertThat(angle(fit.phase() - expected, 2 * Math.PI)).isLessThan(1e-5);
      }
    }
  }

  /** A tenth of noise: R² near 1 / 1.1, and parameters within some standard errors. */
  @Test
  void noiseDoesNotHideIt() {
    Random random = new Random(2);
    for (int i = 0; i < 20; i++) {
      GaborFit truth = new GaborFit(7, 8.3, .15 * i, .2, .3 * i, .5, 2.5, 3, 1);
      GaborFit fit = GaborFit.of(noisy(field(truth, SIZE), .1, random), SIZE);
      assertThat(fit.r2()).isCloseTo(1 / 1.1, within(.05));
      assertThat(fit.frequency()).isCloseTo(.2, within(.02));
      assertThat(angle(fit.orientation() - truth.orientation(), Math.PI)).isLessThan(.1);
      assertThat(fit.x()).isCloseTo(7, within(.5));
      assertThat(fit.y()).isCloseTo(8.3, within(.5));
      assertThat(fit.along()).isCloseTo(2.5, within(.5));
      assertThat(fit.across()).isCloseTo(3, within(.5));
    }
  }

  @Test
  void noiseIsNoGaborFunction() {
    for (int seed = 0; seed < 30; seed++) {
      assertThat(GaborFit.of(noise(seed), SIZE).r2()).isLessThan(.2); // .10 of these
    }
  }

  @Test
  void aGratingIsOne() {
    GaborFit truth = new GaborFit(7.5, 7.5, .6, .15, .5, 1, 1e9, 1e9, 1);
    GaborFit fit = GaborFit.of(field(truth, SIZE), SIZE);
    assertThat(fit.r2()).isGreaterThan(.99);
    assertThat(fit.frequency()).isCloseTo(.15, within(.002));
    assertThat(fit.along()).isGreaterThan(20);
  }

  @Test
  void constantFieldsAreNone() {
    for (double level : new double[] {0, .1, -3}) {
      double[] field = new double[256];
      Arrays.fill(field, level);
      GaborFit fit = GaborFit.of(field, SIZE);
      assertThat(fit.r2()).isZero();
      assertThat(fit.isGood()).isFalse();
    }
  }

  /** A pixel is a narrow blob: it counts, as a blob does, with few pixels of width. */
  @Test
  void pixelsAndBlobsAreNarrowOnes() {
    double[] pixel = new double[256];
    pixel[8 * 16 + 5] = -1;
    GaborFit fit = GaborFit.of(pixel, SIZE);
    assertThat(fit.r2()).isGreaterThan(.95);
    assertThat(fit.x()).isCloseTo(5, within(.1));
    assertThat(fit.y()).isCloseTo(8, within(.1));
    assertThat(Math.min(fit.along(), fit.across())).isLessThan(1);
    double[] blob = new double[256];
    for (int j = 0; j < 256; j++) {
      int row = j / 16;
      blob[j] = Math.exp(-(Math.pow(j % 16 - 6, 2) + Math.pow(row - 9, 2)) / 8);
    }
    assertThat(GaborFit.of(blob, SIZE).r2()).isCloseTo(1, within(1e-6));
  }

  /** A bar with side lobes fits a weak surround along one direction, a strong one along none. */
  @Test
  void aCentreWithASurroundIsOneIfTheSurroundIsWeak() {
    assertThat(GaborFit.of(surround(.25), SIZE).r2()).isBetween(.85, .95);
    assertThat(GaborFit.of(surround(.5), SIZE).r2()).isLessThan(.5);
  }

  /** Of deviations 1.5 and 3: a quarter of the height is an equal weight. */
  private static double[] surround(double height) {
    double[] field = new double[256];
    for (int j = 0; j < 256; j++) {
      int row = j / 16;
      double distance = Math.pow(j % 16 - 7.5, 2) + Math.pow(row - 7.5, 2);
      field[j] = Math.exp(-distance / 4.5) - height * Math.exp(-distance / 18);
    }
    return field;
  }

  @Test
  void scaleDoesNotMatterAndResultsAreTheSameBits() {
    double[] field = noisy(field(random(new Random(3), SIZE), SIZE), .2, new Random(4));
    GaborFit fit = GaborFit.of(field, SIZE);
    assertThat(GaborFit.of(field, SIZE)).isEqualTo(fit);
    double[] tiny = Arrays.stream(field).map(x -> x * 0x1p-300).toArray();
    GaborFit small = GaborFit.of(tiny, SIZE);
    assertThat(small.r2()).isEqualTo(fit.r2());
    assertThat(small.amplitude()).isEqualTo(fit.amplitude() * 0x1p-300);
  }

  @Test
  void sharesAreThoseOfTheColumns() {
    Random random = new Random(5);
    List<double[]> fields = new ArrayList<>();
    for (int h = 0; h < 100; h++) {
      fields.add(h % 4 == 3 ? noise(h) : field(random(random, SIZE), SIZE));
    }
    double[] dictionary = new double[256 * 100];
    for (int i = 0; i < dictionary.length; i++) {
      dictionary[i] = fields.get(i % 100)[i / 100];
    }
    long began = System.nanoTime();
    FieldShapes shapes = FieldShapes.of(dictionary, SIZE);
    assertThat((System.nanoTime() - began) * 1e-9).isLessThan(20); // about one second
    assertThat(shapes.share()).isEqualTo(.75);
    assertThat(shapes.gabors()).isEqualTo(75);
    assertThat(shapes.fits().get(0)).isEqualTo(GaborFit.of(fields.get(0), SIZE));
    assertThat(new FieldShapes(List.of()).share()).isZero();
  }

  @Test
  void mistakesAreRefused() {
    assertThatThrownBy(() -> GaborFit.of(new double[8], new PatchSize(4, 2)))
        .hasMessage("field: must have as many pixels as its size, and 9 at least, but has 8");
    double[] field = new double[256];
    field[3] = Double.NaN;
    assertThatThrownBy(() -> GaborFit.of(field, SIZE))
        .hasMessage("field: must be finite but has a pixel that is not");
    assertThatThrownBy(() -> FieldShapes.of(new double[300], SIZE))
        .hasMessage("dictionary: must have a multiple of 256 numbers but has 300");
  }
}
