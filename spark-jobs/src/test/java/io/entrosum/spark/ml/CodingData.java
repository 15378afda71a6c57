package io.entrosum.spark.ml;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The bars of arXiv 2311.01888, section 5.1: images of 5 x 5 pixels, ten bars with Laplace(1)
 * latents, noise of deviation .1.
 */
final class CodingData {
  static final int SIZE = 5;
  static final int H = 2 * SIZE;
  static final int D = SIZE * SIZE;
  static final double NOISE = .1;

  private CodingData() {}

  /** Whether a bar goes through a pixel. */
  private static boolean on(int pixel, int bar) {
    return bar < SIZE ? pixel / SIZE == bar : pixel % SIZE == bar - SIZE;
  }

  static double[][] rows(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[n][D];
    for (double[] row : rows) {
      double[] z = new double[H];
      Arrays.setAll(z, h -> (random.nextBoolean() ? 1 : -1) * random.nextExponential());
      for (int j = 0; j < D; j++) {
        row[j] = z[j / SIZE] + z[SIZE + j % SIZE] + NOISE * random.nextGaussian();
      }
    }
    return rows;
  }

  static Dataset<Row> dataset(int n, long seed) {
    return MixtureData.vectors(rows(n, seed));
  }

  /** Of each bar the largest |cos| with a field of a dictionary. */
  static double[] similarities(Matrix dictionary) {
    double[] best = new double[H];
    for (int bar = 0; bar < H; bar++) {
      for (int h = 0; h < dictionary.numCols(); h++) {
        double product = 0;
        double square = 0;
        for (int j = 0; j < D; j++) {
          product += on(j, bar) ? dictionary.apply(j, h) : 0;
          square += dictionary.apply(j, h) * dictionary.apply(j, h);
        }
        best[bar] = Math.max(best[bar], Math.abs(product) / Math.sqrt(square * SIZE));
      }
    }
    return best;
  }
}
