package io.entrosum.family;

import io.entrosum.data.Block;
import io.entrosum.stats.Statistics;
import java.util.Arrays;

/** Log densities and counts of {@link CategoricalColumns}: a row of K numbers a value. */
final class CategoricalKernel implements Components.Kernel {
  private final CategoricalColumns components;
  private final int k;
  private final int[] sizes;
  private final int[] starts;
  private final double[] logProbabilities;

  CategoricalKernel(
      CategoricalColumns components, int k, int[] sizes, int[] starts, double[] logProbabilities) {
    this.components = components;
    this.k = k;
    this.sizes = sizes;
    this.starts = starts;
    this.logProbabilities = logProbabilities;
  }

  @Override
  public int chunkRows() {
    return GaussianComponents.chunkFor(k);
  }

  @Override
  public void logDensities(Block block, int first, int n, double[] out) {
    Arrays.fill(out, 0, n * k, 0.0);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < sizes.length; j++) {
        int at = place(block.value(first + i, j), j);
        if (at >= 0) {
          add(logProbabilities, at, out, i * k);
        }
      }
    }
  }

  @Override
  public void accumulate(Block block, int first, int n, double[] r, Statistics into) {
    double[] s = into.values();
    int offset = into.offset(CategoricalColumns.COUNTS);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < sizes.length; j++) {
        int at = place(block.value(first + i, j), j);
        if (at >= 0) {
          add(r, i * k, s, offset + at);
        }
      }
    }
  }

  @Override
  public void fill(Block block, int first, int n, double[] r, double[] out) {
    int d = sizes.length;
    System.arraycopy(block.values(), first * d, out, 0, n * d);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        if (Double.isNaN(out[i * d + j])) {
          out[i * d + j] = mostProbable(r, i * k, j);
        }
      }
    }
  }

  private int mostProbable(double[] r, int at, int j) {
    int best = 0;
    double most = -1;
    for (int v = 0; v < sizes[j]; v++) {
      double p = 0;
      for (int c = 0; c < k; c++) {
        p += r[at + c] * components.probability(c, j, v);
      }
      if (p > most) {
        best = v;
        most = p;
      }
    }
    return best;
  }

  private void add(double[] from, int at, double[] to, int toAt) {
    for (int c = 0; c < k; c++) {
      to[toAt + c] += from[at + c];
    }
  }

  /** Where the K numbers of a category stand; -1 for a missing value. */
  private int place(double x, int j) {
    if (Double.isNaN(x)) {
      return -1;
    }
    int v = (int) x;
    if (v != x || v < 0 || v >= sizes[j]) {
      throw new IllegalArgumentException(
          "categorical: column number "
              + (j + 1)
              + " must be a whole number from 0 to "
              + (sizes[j] - 1)
              + " but is "
              + x);
    }
    return (starts[j] + v) * k;
  }
}
