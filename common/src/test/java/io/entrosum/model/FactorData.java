package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.NoiseType;
import io.entrosum.stats.SecondMoments;
import io.entrosum.train.LocalPass;
import io.entrosum.train.SecondMomentsAggregation;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Generated rows of linear Gaussian models, and starts for them. */
final class FactorData {
  private FactorData() {}

  /** Loadings, mean, then row by row factors and noise: the draw order of the reference numbers. */
  static double[][] rows(
      long seed, int n, int d, int h, IntToDoubleFunction deviation, boolean drawMean) {
    Random random = new Random(seed);
    double[] w = gaussians(random, d * h);
    double[] mean = drawMean ? gaussians(random, d) : new double[d];
    double[][] rows = new double[n][d];
    for (double[] row : rows) {
      double[] z = gaussians(random, h);
      double[] e = gaussians(random, d);
      for (int j = 0; j < d; j++) {
        row[j] = mean[j] + deviation.applyAsDouble(j) * e[j];
        for (int i = 0; i < h; i++) {
          row[j] += w[j * h + i] * z[i];
        }
      }
    }
    return rows;
  }

  private static double[] gaussians(Random random, int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextGaussian();
    }
    return values;
  }

  /** The rows of section 5.1 of the reference numbers. */
  static double[][] ppca() {
    return rows(1, 500, 5, 2, j -> .3, true);
  }

  /** The rows of section 5.2. */
  static double[][] factorAnalysis() {
    return rows(2, 800, 6, 2, j -> .3 + .1 * j, false);
  }

  /** W0[d][h] = sin(1 + 2 d + h). */
  static double[] sines(int d, int h) {
    double[] w = new double[d * h];
    for (int j = 0; j < d; j++) {
      for (int i = 0; i < h; i++) {
        w[j * h + i] = Math.sin(1 + 2 * j + i);
      }
    }
    return w;
  }

  /** The start of the reference numbers: sines, noise 1, the mean of the rows. */
  static FactorModel start(double[][] rows, int h, NoiseType type) {
    int d = rows[0].length;
    double[] noise = new double[type.size(d)];
    Arrays.fill(noise, 1);
    return FactorModel.of(mean(rows), sines(d, h), type, noise, CovarianceFloor.none(d));
  }

  static double[] mean(double[][] rows) {
    return moments(rows).mean();
  }

  static SecondMoments moments(double[][] rows) {
    return SecondMomentsAggregation.of(new LocalPass(List.of(Block.ofRows(rows))));
  }
}
