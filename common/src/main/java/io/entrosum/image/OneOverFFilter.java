package io.entrosum.image;

import java.io.Serializable;

/**
 * Whitens images whose amplitudes fall like 1/f, as those of nature do (Olshausen and Field 1997):
 *
 * <pre>
 *   R(f) = f exp(-(f / f0)^4)
 * </pre>
 *
 * <p>f is in cycles a pixel, whatever the size of the image. As in the recipe of the authors, each
 * image has variance 1 before, so that a picture of high contrast counts no more than another. The
 * image is taken to be periodic, which marks its edges. The mean becomes 0; a constant image
 * becomes 0 everywhere.
 *
 * @param cutoff f0, in cycles a pixel; 200 cycles a picture of 512 pixels are about 0.4
 */
public record OneOverFFilter(double cutoff) implements Serializable {
  /** The cutoff of the recipe, in cycles a pixel. */
  public static final double CUTOFF = .4;

  /** The variance of a pixel of all filtered images together, as published ones have it. */
  public static final double VARIANCE = .1;

  /** Checks the cutoff. */
  public OneOverFFilter {
    if (!(cutoff > 0) || cutoff == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("cutoff: must be > 0 and finite but was " + cutoff);
    }
  }

  /** R at a frequency in cycles a pixel. */
  public double gain(double frequency) {
    return frequency * Math.exp(-Math.pow(frequency / cutoff, 4));
  }

  /** The filtered image; its variance is what it comes to be. */
  public GreyImage apply(GreyImage image) {
    int width = image.width();
    int height = image.height();
    double mean = image.mean();
    double deviation = Math.sqrt(image.variance());
    double[] result = new double[width * height];
    if (!(deviation > 1e-12 * Math.max(1, Math.abs(mean)))) { // rounding
      return new GreyImage(width, height, result);
    }
    double[] values = new double[2 * width * height];
    for (int i = 0; i < result.length; i++) {
      values[2 * i] = (image.pixels()[i] - mean) / deviation;
    }
    Fourier fourier = new Fourier(width, height);
    fourier.forward(values);
    for (int r = 0; r < height; r++) {
      double vertical = Fourier.frequency(r, height);
      for (int c = 0; c < width; c++) {
        double gain = gain(Math.hypot(vertical, Fourier.frequency(c, width)));
        values[2 * (r * width + c)] *= gain;
        values[2 * (r * width + c) + 1] *= gain;
      }
    }
    fourier.inverse(values);
    for (int i = 0; i < result.length; i++) {
      result[i] = values[2 * i];
    }
    return new GreyImage(width, height, result);
  }

  /**
   * The factor that gives all pixels of some filtered images together the variance {@link
   * #VARIANCE}: one for all images.
   *
   * @param squares the sum of the squares of all pixels
   * @param pixels their number
   * @return 1 where all are 0
   */
  public static double scale(double squares, long pixels) {
    return squares > 0 ? Math.sqrt(VARIANCE * pixels / squares) : 1;
  }
}
