package io.entrosum.image;

import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Discrete Fourier transforms in two dimensions, of any size; real and imaginary parts alternate.
 *
 * <p>They are made of transforms of rows and columns by JTransforms, whose own ones in two
 * dimensions start threads: here a task has one. Cost about {@code 5 n log2 n} flops for n pixels.
 */
final class Fourier {
  private final int width;
  private final int height;
  private final DoubleFFT_1D rows;
  private final DoubleFFT_1D columns;

  Fourier(int width, int height) {
    this.width = width;
    this.height = height;
    this.rows = new DoubleFFT_1D(width);
    this.columns = new DoubleFFT_1D(height);
  }

  /**
   * {@code F(k, l) = sum x(r, c) exp(-2 pi i (k r / height + l c / width))}.
   *
   * @param values row-major [height, width, 2]. Modified. Overwritten.
   */
  void forward(double[] values) {
    transform(values, true);
  }

  /**
   * The inverse of {@link #forward}, scaled.
   *
   * @param values row-major [height, width, 2]. Modified. Overwritten.
   */
  void inverse(double[] values) {
    transform(values, false);
  }

  private void transform(double[] values, boolean forward) {
    for (int r = 0; r < height; r++) {
      transform(rows, values, 2 * r * width, forward);
    }
    double[] column = new double[2 * height];
    for (int c = 0; c < width; c++) {
      for (int r = 0; r < height; r++) {
        column[2 * r] = values[2 * (r * width + c)];
        column[2 * r + 1] = values[2 * (r * width + c) + 1];
      }
      transform(columns, column, 0, forward);
      for (int r = 0; r < height; r++) {
        values[2 * (r * width + c)] = column[2 * r];
        values[2 * (r * width + c) + 1] = column[2 * r + 1];
      }
    }
  }

  private static void transform(DoubleFFT_1D line, double[] values, int at, boolean forward) {
    if (forward) {
      line.complexForward(values, at);
    } else {
      line.complexInverse(values, at, true);
    }
  }

  /** The frequency of an index of a transform of n values, in cycles a value, in [-1/2, 1/2). */
  static double frequency(int index, int n) {
    return (index < (n + 1) / 2 ? index : index - n) / (double) n;
  }
}
