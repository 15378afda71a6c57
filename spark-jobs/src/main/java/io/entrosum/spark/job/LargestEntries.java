package io.entrosum.spark.job;

import java.util.Arrays;
import java.util.List;

/**
 * The columns that have the largest entries in a column of a matrix [D, H].
 *
 * @param matrix row-major
 * @param latents the number H of columns of the matrix
 * @param columns names of its rows, the columns of the data
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record LargestEntries(double[] matrix, int latents, List<String> columns) {
  private static final int SHOWN = 5;

  /** Names and entries, e.g. {@code x3 +0.8, x1 -0.4}. */
  String text(int latent) {
    Integer[] order = new Integer[columns.size()];
    Arrays.setAll(order, j -> j);
    Arrays.sort(order, (a, b) -> Double.compare(size(b, latent), size(a, latent)));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(SHOWN, order.length); i++) {
      text.append(i == 0 ? "" : ", ")
          .append(columns.get(order[i]))
          .append(Numbers.format(" %+.3g", matrix[order[i] * latents + latent]));
    }
    return text.toString();
  }

  private double size(int column, int latent) {
    return Math.abs(matrix[column * latents + latent]);
  }
}
