package io.entrosum.model;

import java.util.Random;

/** Holes in rows: a third has one of twelve patterns, a few have nothing. */
final class FactorHoles {
  private FactorHoles() {}

  static double[][] in(double[][] rows) {
    for (int n = 0; n < rows.length; n++) {
      Random random = new Random(n % 36);
      for (int j = 0; j < rows[n].length; j++) {
        boolean missing = n % 3 == 0 && random.nextDouble() < .5;
        rows[n][j] = missing || n % 50 == 7 ? Double.NaN : rows[n][j];
      }
    }
    return rows;
  }
}
