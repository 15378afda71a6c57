package io.entrosum.model;

import io.entrosum.belief.BeliefLayer;
import io.entrosum.belief.BeliefParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Rows of a sigmoid belief network and a start for training it. Rows, start and the numbers that
 * tests expect are those of the reference computation in double precision that the notes describe:
 * java.util.Random(21), N = 400, H = 3, D = 6.
 */
final class BeliefData {
  private BeliefData() {}

  static double[][] rows() {
    Random random = new Random(21);
    double[] pi = {.3, .6, .5};
    double[][] rows = new double[400][6];
    for (double[] row : rows) {
      boolean[] z = new boolean[3];
      for (int h = 0; h < 3; h++) {
        z[h] = random.nextDouble() < pi[h];
      }
      for (int d = 0; d < 6; d++) {
        double a = -1 + .4 * d;
        for (int h = 0; h < 3; h++) {
          a += z[h] ? 3 * Math.sin(2 * d + 1.3 * h) : 0;
        }
        row[d] = random.nextDouble() < 1 / (1 + Math.exp(-a)) ? 1 : 0;
      }
    }
    return rows;
  }

  /** Rows of two latents that are easy to tell apart: EM converges soon. */
  static double[][] easyRows() {
    Random random = new Random(5);
    double[][] rows = new double[300][10];
    for (double[] row : rows) {
      boolean first = random.nextDouble() < .4;
      boolean second = random.nextDouble() < .5;
      for (int d = 0; d < row.length; d++) {
        boolean on = d < 5 ? first : second;
        row[d] = random.nextDouble() < (on ? .85 : .15) ? 1 : 0;
      }
    }
    return rows;
  }

  /** {@code W_dh = .5 sin(1 + 3 d + h)} in every layer, biases 0. */
  static BeliefParameters start(int... sizes) {
    List<BeliefLayer> layers = new ArrayList<>();
    for (int l = 0; l < sizes.length; l++) {
      int outputs = sizes[l];
      int inputs = l + 1 < sizes.length ? sizes[l + 1] : 0;
      double[] weights = new double[inputs * outputs];
      for (int h = 0; h < inputs; h++) {
        for (int d = 0; d < outputs; d++) {
          weights[h * outputs + d] = .5 * Math.sin(1 + 3 * d + h);
        }
      }
      layers.add(new BeliefLayer(inputs, weights, new double[outputs]));
    }
    return new BeliefParameters(layers);
  }
}
