package io.entrosum.image;

/**
 * The Gabor function nearest to a field, by least squares.
 *
 * <pre>
 *   g = A exp(-(u / s_u)^2 / 2 - (v / s_v)^2 / 2) cos(2 pi f u + phase)
 *   u =  (x - x0) cos(theta) + (y - y0) sin(theta)
 *   v = -(x - x0) sin(theta) + (y - y0) cos(theta)
 * </pre>
 *
 * <p>x runs to the right, y down, in pixels; the centre of the upper left pixel is 0, 0. Lengths
 * are in pixels, angles in radians, f in cycles a pixel.
 *
 * <p>A Gabor function has no constant part, but a field may: R² is the share of the field's
 * variance <em>around its mean</em> that the function accounts for, {@code 1 - sum (field - g)^2 /
 * sum (field - mean)^2}, and 0 where that is negative. So a constant field is not like a Gabor
 * function, though a very wide one has its shape. What counts, beside bars, edges and gratings
 * (with widths at their limit): blobs and single pixels, which {@code along} and {@code across}
 * tell from the others. A centre with a surround on all sides has about .9 where the surround is
 * twice as wide and of equal weight, .3 at twice that weight. Noise of 16 x 16 pixels has about .1.
 *
 * @param x of the centre, x0
 * @param y of the centre, y0
 * @param orientation theta in [0, pi]: the direction across the bars, along which the wave runs
 * @param frequency f, of the wave
 * @param phase in [-pi, pi]: 0 a bright bar in the centre, +-pi a dark one, +-pi/2 an edge
 * @param amplitude A, >= 0
 * @param along s_u, the standard deviation of the envelope along the wave
 * @param across s_v, the same across it, along the bars
 * @param r2 the share of the variance, in [0, 1]
 */
public record GaborFit(
    double x,
    double y,
    double orientation,
    double frequency,
    double phase,
    double amplitude,
    double along,
    double across,
    double r2) {
  /** A field with at least this R² counts as like a Gabor function. */
  public static final double GOOD = .7;

  /** Fits fewer pixels than parameters always. */
  private static final int LEAST_PIXELS = 9;

  /** Of the largest square: a field with less variance a pixel is constant but for rounding. */
  private static final double ROUNDING = 1e-24;

  /**
   * Fits a field; the same field gives the same bits. Cost: seven starts of some tens of steps,
   * each about 200 flops and three functions a pixel; some milliseconds for 16 x 16 pixels.
   *
   * @param field row-major. Not modified.
   * @param size of the field; 9 pixels at least
   * @return a fit with R² 0 where the field is constant
   * @throws IllegalArgumentException if field and size do not fit, or the field is too small or not
   *     finite
   */
  public static GaborFit of(double[] field, PatchSize size) {
    if (field.length != size.pixels() || field.length < LEAST_PIXELS) {
      throw new IllegalArgumentException(
          "field: must have as many pixels as its size, and "
              + LEAST_PIXELS
              + " at least, but has "
              + field.length);
    }
    double mean = 0;
    double most = 0;
    for (double value : field) {
      mean += value / field.length;
      most = Math.max(most, Math.abs(value));
    }
    if (!Double.isFinite(mean) || !Double.isFinite(most)) {
      throw new IllegalArgumentException("field: must be finite but has a pixel that is not");
    }
    double deviations = 0;
    double[] scaled = new double[field.length];
    for (int j = 0; j < field.length; j++) {
      scaled[j] = most > 0 ? field[j] / most : 0;
      deviations += (scaled[j] - mean / most) * (scaled[j] - mean / most);
    }
    if (!(deviations > ROUNDING * field.length)) {
      return new GaborFit((size.width() - 1) / 2.0, (size.height() - 1) / 2.0, 0, 0, 0, 0, 0, 0, 0);
    }
    GaborSearch search = new GaborSearch(scaled, size);
    GaborStarts.of(scaled, size).forEach(search::run);
    return search.best(most, deviations);
  }

  /** Whether R² is at least {@link #GOOD}. */
  public boolean isGood() {
    return r2 >= GOOD;
  }
}
