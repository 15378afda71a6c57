package io.entrosum.image;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a search for a Gabor function begins: the highest peaks of the spectrum give frequency and
 * orientation, the fourth power of the pixels gives centre and widths (it is narrower than the
 * envelope by two, and nearly free of noise), and one start is a blob at the largest pixel.
 */
final class GaborStarts {
  private static final int PEAKS = 3;

  /** The spectrum is that of the field in a frame of zeros, to have more frequencies. */
  private static final int PADDING = 4;

  private final double[] field;
  private final PatchSize size;
  private final List<double[]> starts = new ArrayList<>();
  private double x;
  private double y;

  private GaborStarts(double[] field, PatchSize size) {
    this.field = field;
    this.size = size;
  }

  /** The starts, parameters as in {@link GaborSearch}. */
  static List<double[]> of(double[] field, PatchSize size) {
    GaborStarts starts = new GaborStarts(field, size);
    starts.centre();
    starts.peaks();
    starts.blob();
    return starts.starts;
  }

  private static double fourth(double value) {
    return value * value * value * value;
  }

  private void centre() {
    double total = 0;
    for (int j = 0; j < field.length; j++) {
      int row = j / size.width();
      double weight = fourth(field[j]);
      total += weight;
      x += weight * (j % size.width());
      y += weight * row;
    }
    x /= total;
    y /= total;
  }

  /** The width of the envelope in a direction: twice the deviation under the fourth power. */
  private double width(double angle) {
    double total = 0;
    double sum = 0;
    for (int j = 0; j < field.length; j++) {
      int row = j / size.width();
      double weight = fourth(field[j]);
      double u = (j % size.width() - x) * Math.cos(angle) + (row - y) * Math.sin(angle);
      total += weight;
      sum += weight * u * u;
    }
    return Math.max(1, 2 * Math.sqrt(sum / total));
  }

  private void peaks() {
    int width = PADDING * size.width();
    int height = PADDING * size.height();
    double[] power = power(width, height);
    for (int peak = 0; peak < PEAKS; peak++) {
      int best = 0;
      for (int i = 1; i < power.length; i++) {
        best = power[i] > power[best] ? i : best;
      }
      if (!(power[best] > 0)) {
        return;
      }
      double fx = Fourier.frequency(best % width, width);
      double fy = Fourier.frequency(best / width, height);
      double angle = Math.atan2(fy, fx);
      double along = width(angle);
      double across = width(angle + Math.PI / 2);
      for (double factor : new double[] {1, .5}) {
        starts.add(
            new double[] {
              x, y, Math.log(factor * along), Math.log(factor * across), angle, Math.hypot(fx, fy)
            });
      }
      clear(power, width, height, fx, fy);
    }
  }

  private double[] power(int width, int height) {
    double[] values = new double[2 * width * height];
    double mean = 0;
    for (double value : field) {
      mean += value / field.length;
    }
    for (int j = 0; j < field.length; j++) {
      values[2 * (j / size.width() * width + j % size.width())] = field[j] - mean;
    }
    new Fourier(width, height).forward(values);
    double[] power = new double[width * height];
    for (int i = 0; i < power.length; i++) {
      power[i] = values[2 * i] * values[2 * i] + values[2 * i + 1] * values[2 * i + 1];
    }
    return power;
  }

  /** Leaves out what is within a cycle a field of a peak, or of its mirror image. */
  private void clear(double[] power, int width, int height, double fx, double fy) {
    for (int i = 0; i < power.length; i++) {
      double px = Fourier.frequency(i % width, width);
      double py = Fourier.frequency(i / width, height);
      if (near(px - fx, py - fy) || near(px + fx, py + fy)) {
        power[i] = 0;
      }
    }
  }

  private boolean near(double dx, double dy) {
    double across = (dx - Math.rint(dx)) * size.width();
    double down = (dy - Math.rint(dy)) * size.height();
    return across * across + down * down <= 1;
  }

  private void blob() {
    int largest = 0;
    for (int j = 1; j < field.length; j++) {
      largest = Math.abs(field[j]) > Math.abs(field[largest]) ? j : largest;
    }
    int row = largest / size.width();
    double longer = Math.max(size.width(), size.height());
    starts.add(new double[] {largest % size.width(), row, 0, 0, 0, .25 / longer});
  }
}
