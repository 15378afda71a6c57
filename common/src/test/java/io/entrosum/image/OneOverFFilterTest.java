package io.entrosum.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OneOverFFilterTest {
  private static final OneOverFFilter FILTER = new OneOverFFilter(OneOverFFilter.CUTOFF);

  /** Sums over all pixels for each pixel of the kernel: no fast transform. */
  private static double[] naive(GreyImage image, OneOverFFilter filter) {
    int w = image.width();
    int h = image.height();
    double[] result = new double[w * h];
    for (int l = 0; l < h; l++) {
      for (int k = 0; k < w; k++) {
        double fx = k / (double) w - (2 * k > w ? 1 : 0);
        double fy = l / (double) h - (2 * l > h ? 1 : 0);
        double f = Math.sqrt(fx * fx + fy * fy);
        double gain = f * Math.exp(-Math.pow(f / filter.cutoff(), 4));
        double re = 0;
        double im = 0;
        for (int i = 0; i < w * h; i++) {
          double angle = angle(fx, fy, i, w);
          re += image.pixels()[i] * Math.cos(angle);
          im -= image.pixels()[i] * Math.sin(angle);
        }
        for (int i = 0; i < w * h; i++) {
          double angle = angle(fx, fy, i, w);
          result[i] += gain * (re * Math.cos(angle) - im * Math.sin(angle)) / (w * h);
        }
      }
    }
    double deviation = Math.sqrt(image.variance());
    Arrays.setAll(result, i -> result[i] / deviation);
    return result;
  }

  private static double angle(double fx, double fy, int i, int width) {
    int row = i / width;
    return 2 * Math.PI * (fx * (i % width) + fy * row);
  }

  /** Even, odd, and prime sizes, the last of them by another algorithm of the library. */
  @Test
  void isTheFilterOfTheFormula() {
    int[][] sizes = {{8, 8}, {7, 5}, {12, 9}, {1, 6}, {13, 1}, {2, 211}};
    for (int[] size : sizes) {
      double[] pixels = new Random(1).doubles((long) size[0] * size[1]).toArray();
      GreyImage image = new GreyImage(size[0], size[1], pixels);
      assertThat(FILTER.apply(image).pixels()).containsExactly(naive(image, FILTER), within(1e-12));
    }
  }

  /** Amplitude 1/f, random phases: the filtered power is that of the low-pass alone. */
  @Test
  void anImageOfAmplitudeOneOverFBecomesFlat() {
    int n = 64;
    Random random = new Random(2);
    double[] values = new double[2 * n * n];
    for (int i = 0; i < n * n; i++) {
      values[2 * i] = random.nextGaussian();
    }
    Fourier fourier = new Fourier(n, n);
    fourier.forward(values); // that of a real image, so the inverse is real again
    for (int i = 0; i < n * n; i++) {
      double f = Math.hypot(Fourier.frequency(i / n, n), Fourier.frequency(i % n, n));
      double amplitude = Math.hypot(values[2 * i], values[2 * i + 1]);
      double factor = f == 0 ? 0 : 1 / (f * amplitude);
      values[2 * i] *= factor;
      values[2 * i + 1] *= factor;
    }
    fourier.inverse(values);
    double[] pixels = new double[n * n];
    Arrays.setAll(pixels, i -> values[2 * i]);
    double[] filtered = FILTER.apply(new GreyImage(n, n, pixels)).pixels();
    double[] spectrum = new double[2 * n * n];
    for (int i = 0; i < n * n; i++) {
      spectrum[2 * i] = filtered[i];
    }
    fourier.forward(spectrum);
    double unit = Math.hypot(spectrum[2], spectrum[3]) / Math.exp(-Math.pow(1.0 / n / .4, 4));
    for (int i = 1; i < n * n; i++) {
      double f = Math.hypot(Fourier.frequency(i / n, n), Fourier.frequency(i % n, n));
      double amplitude = Math.hypot(spectrum[2 * i], spectrum[2 * i + 1]) / unit;
      assertThat(amplitude).isCloseTo(Math.exp(-Math.pow(f / .4, 4)), within(1e-9));
      if (f < .2) {
        assertThat(amplitude).isCloseTo(1, within(.061)); // 1 - exp(-1/16)
      }
    }
  }

  @Test
  void contrastAndBrightnessDoNotMatter() {
    double[] pixels = new Random(3).doubles(30 * 20).toArray();
    double[] dim = Arrays.stream(pixels).map(x -> .3 + x / 100).toArray();
    assertThat(FILTER.apply(new GreyImage(30, 20, dim)).pixels())
        .containsExactly(FILTER.apply(new GreyImage(30, 20, pixels)).pixels(), within(1e-11));
  }

  @Test
  void aConstantImageBecomesZero() {
    double[] pixels = new double[40];
    Arrays.fill(pixels, .1); // no binary fraction: its mean is not .1
    assertThat(FILTER.apply(new GreyImage(8, 5, pixels)).pixels()).containsOnly(0);
  }

  @Test
  void theScaleGivesTheVariance() {
    double scale = OneOverFFilter.scale(50, 1000);
    assertThat(scale * scale * 50 / 1000).isCloseTo(.1, within(1e-15));
    assertThat(OneOverFFilter.scale(0, 1000)).isEqualTo(1);
  }

  @Test
  void cutoffsMustBePositive() {
    for (double cutoff : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new OneOverFFilter(cutoff))
          .hasMessage("cutoff: must be > 0 and finite but was " + cutoff);
    }
  }
}
