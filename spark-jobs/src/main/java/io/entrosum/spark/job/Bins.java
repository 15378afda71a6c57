package io.entrosum.spark.job;

import io.entrosum.spark.report.Figure;
import io.entrosum.spark.report.Figures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Weighted values in bins of one width, as a density. Outlying values, more than five times the
 * distance between quartiles beyond them, are left out of the picture, and counted.
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record Bins(double[] edges, double[] heights, long left) {
  private static final int MOST = 60;
  private static final int CURVE = 200;

  /** Bins of continuous values; NaN and infinite ones are left out and not counted. */
  static Bins of(double[] values, double[] weights) {
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    if (sorted.length == 0) {
      return new Bins(new double[] {0, 1}, new double[] {0}, 0);
    }
    double low = sorted[sorted.length / 4];
    double high = sorted[(int) (3L * sorted.length / 4)];
    double reach = 5 * (high - low);
    double from = reach > 0 ? Math.max(sorted[0], low - reach) : sorted[0];
    double to =
        reach > 0 ? Math.min(sorted[sorted.length - 1], high + reach) : sorted[sorted.length - 1];
    if (!(to > from)) {
      double half = Math.max(Math.abs(from) * 1e-6, 0.5);
      return fill(values, weights, from - half, to + half, 1);
    }
    int bins = (int) Math.max(5, Math.min(MOST, Math.round(2 * Math.cbrt(sorted.length))));
    return fill(values, weights, from, to, bins);
  }

  /** Bins of values that are all in a range. */
  static Bins between(double from, double to, double[] values, double[] weights) {
    return fill(values, weights, from, to, MOST / 2);
  }

  /** A bin a whole number, where there are few of them; else as for others. */
  static Bins ofWhole(double[] values, double[] weights) {
    double least = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
    double largest = Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
    return largest - least < MOST
        ? fill(values, weights, least - 0.5, largest + 0.5, (int) (largest - least) + 1)
        : of(values, weights);
  }

  private static Bins fill(double[] values, double[] weights, double from, double to, int bins) {
    double width = (to - from) / bins;
    double[] heights = new double[bins];
    double total = 0;
    long left = 0;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        continue;
      }
      total += weights[i];
      if (values[i] < from || values[i] > to) {
        left++;
      } else {
        heights[Math.min(bins - 1, (int) ((values[i] - from) / width))] += weights[i];
      }
    }
    double area = total * width;
    double[] densities = Arrays.stream(heights).map(sum -> area > 0 ? sum / area : 0).toArray();
    double[] edges = IntStream.rangeClosed(0, bins).mapToDouble(i -> from + i * width).toArray();
    return new Bins(edges, densities, left);
  }

  /** A density with its name. */
  record Curve(String name, DoubleUnaryOperator density) {}

  /** The picture, with densities of continuous values. */
  Figure figure(String caption, String name, List<Curve> curves) {
    double from = edges[0];
    double to = edges[edges.length - 1];
    double[] at =
        IntStream.rangeClosed(0, CURVE).mapToDouble(i -> from + (to - from) * i / CURVE).toArray();
    return figure(caption, name, at, curves);
  }

  /** The picture, with probabilities of whole numbers. */
  Figure wholeFigure(String caption, String name, List<Curve> curves) {
    double[] at =
        IntStream.rangeClosed((int) Math.ceil(edges[0]), (int) Math.floor(edges[edges.length - 1]))
            .asDoubleStream()
            .toArray();
    return figure(caption, name, at, curves);
  }

  private Figure figure(String caption, String name, double[] at, List<Curve> curves) {
    List<Figures.Series> lines = new ArrayList<>();
    for (Curve curve : curves) {
      lines.add(new Figures.Series(curve.name, Arrays.stream(at).map(curve.density).toArray()));
    }
    String outliers =
        left == 0 ? "" : Numbers.format(" %s far outside not shown.", Numbers.count(left, "value"));
    return Figures.histogram(caption + outliers, name, edges, heights, at, lines);
  }
}
