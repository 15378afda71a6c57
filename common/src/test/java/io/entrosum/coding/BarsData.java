package io.entrosum.coding;

import io.entrosum.data.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The bars of arXiv 2311.01888, section 5.1: 5 x 5 images of 10 bars, noise of deviation .1. */
public final class BarsData {
  public static final int SIZE = 5;
  public static final int LATENTS = 2 * SIZE;
  public static final int COLUMNS = SIZE * SIZE;
  public static final double NOISE = .1;

  private BarsData() {}

  /** What a bar's brightness is drawn from. */
  public enum Latents {
    LAPLACE,
    BERNOULLI
  }

  /** The true dictionary with columns of norm sqrt 5, row-major [25, 10]. */
  public static double[] bars() {
    double[] bars = new double[COLUMNS * LATENTS];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        bars[(i * SIZE + j) * LATENTS + i] = 1;
        bars[(i * SIZE + j) * LATENTS + SIZE + j] = 1;
      }
    }
    return bars;
  }

  public static double[][] rows(int n, Latents latents, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] bars = bars();
    double[][] rows = new double[n][COLUMNS];
    for (double[] row : rows) {
      double[] z = new double[LATENTS];
      for (int h = 0; h < LATENTS; h++) {
        z[h] = latents == Latents.LAPLACE ? laplace(random) : random.nextDouble() < .2 ? 1 : 0;
      }
      for (int j = 0; j < COLUMNS; j++) {
        row[j] = NOISE * random.nextGaussian();
        for (int h = 0; h < LATENTS; h++) {
          row[j] += bars[j * LATENTS + h] * z[h];
        }
      }
    }
    return rows;
  }

  private static double laplace(RandomGenerator random) {
    double size = random.nextExponential();
    return random.nextBoolean() ? size : -size;
  }

  /** Blocks of some rows each, with room for what training keeps. */
  public static List<Block> blocks(double[][] rows, int blockRows, int latents, int trainings) {
    List<Block> blocks = new ArrayList<>();
    for (int first = 0; first < rows.length; first += blockRows) {
      int n = Math.min(blockRows, rows.length - first);
      double[][] some = new double[n][];
      System.arraycopy(rows, first, some, 0, n);
      blocks.add(
          Block.ofRows(some)
              .withWarmStart(new io.entrosum.data.WarmStart(2 * n * latents, trainings)));
    }
    return blocks;
  }

  /** Of each true bar the largest |cos| with a column of a dictionary, row-major [25, H]. */
  public static double[] similarities(double[] dictionary) {
    int h = dictionary.length / COLUMNS;
    double[] bars = bars();
    double[] best = new double[LATENTS];
    for (int b = 0; b < LATENTS; b++) {
      for (int i = 0; i < h; i++) {
        double product = 0;
        double square = 0;
        for (int j = 0; j < COLUMNS; j++) {
          product += bars[j * LATENTS + b] * dictionary[j * h + i];
          square += dictionary[j * h + i] * dictionary[j * h + i];
        }
        best[b] = Math.max(best[b], Math.abs(product) / Math.sqrt(square * SIZE));
      }
    }
    return best;
  }
}
