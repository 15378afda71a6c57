package io.entrosum.spark;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Three unit Gaussians, 1,000 rows each, whose centres are {@link #DISTANCE} apart from each other:
 * an easy problem at any dimension, and one on which a mixture must not fail.
 *
 * @param columns D, at least 2
 * @param scale every value is multiplied by this
 * @param offset and then this is added
 */
public record SeparatedBlobs(int columns, double scale, double offset) {
  /** Between each two centres, in standard deviations. */
  public static final double DISTANCE = 12;

  private static final int ROWS = 3000;

  /** The rows; row n comes from blob n modulo 3. */
  public double[][] rows() {
    SplittableRandom random = new SplittableRandom(7 + columns);
    double[][] rows = new double[ROWS][columns];
    for (int n = 0; n < ROWS; n++) {
      double[] centre = centre(n % 3);
      for (int j = 0; j < columns; j++) {
        rows[n][j] = (centre[j] + random.nextGaussian()) * scale + offset;
      }
    }
    return rows;
  }

  /** An equilateral triangle in the first two columns, turned so that every column takes part. */
  private double[] centre(int blob) {
    double angle = 2 * Math.PI * blob / 3;
    double radius = DISTANCE / Math.sqrt(3);
    double[] centre = new double[columns];
    for (int j = 0; j < columns; j++) {
      int half = columns / 2;
      double norm = Math.sqrt(j < half ? half : columns - half);
      centre[j] = radius * (j < half ? Math.cos(angle) : Math.sin(angle)) / norm;
    }
    return centre;
  }

  /** The log-likelihood of the true parameters, nats, total. */
  public double trueLogLikelihood() {
    double[][] rows = rows();
    double sum = 0;
    for (double[] row : rows) {
      double[] logs = new double[3];
      for (int blob = 0; blob < 3; blob++) {
        double[] centre = centre(blob);
        double distance = 0;
        for (int j = 0; j < columns; j++) {
          double z = (row[j] - offset) / scale - centre[j];
          distance += z * z;
        }
        logs[blob] =
            Math.log(1 / 3.0)
                - columns * (Math.log(scale) + 0.5 * Math.log(2 * Math.PI))
                - distance / 2;
      }
      double max = Arrays.stream(logs).max().orElseThrow();
      sum += max + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - max)).sum());
    }
    return sum;
  }

  /** The share of rows in their blob, for the best matching of the three components to blobs. */
  public static double agreement(int[] components) {
    int[][] matchings = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    int best = 0;
    for (int[] matching : matchings) {
      int agreeing = 0;
      for (int n = 0; n < components.length; n++) {
        agreeing += components[n] == matching[n % 3] ? 1 : 0;
      }
      best = Math.max(best, agreeing);
    }
    return (double) best / components.length;
  }
}
