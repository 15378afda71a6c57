package io.entrosum.family;

import io.entrosum.data.Block;
import io.entrosum.linalg.Blas;
import io.entrosum.stats.Statistics;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Log densities and statistics of {@link IndependentColumns}, in two products a chunk of rows. */
final class IndependentColumnsKernel implements Components.Kernel {
  /** Base measures of counts are looked up: a logarithm of a factorial costs as much as a row. */
  private static final int COUNTS = 1024;

  private final IndependentColumns components;
  private final ColumnFamilies columns;
  private final int k;
  private final int d;
  private final int width;
  private final double[] natural;
  private final double[] logPartitions;
  private final int chunk;
  private final double[] features;
  private final double[] logBase;
  private final double[][] logBaseOfCounts;
  private boolean missing;

  /** E[x], [K, D]; made when the first missing value is filled in. */
  private double @Nullable [] means;

  IndependentColumnsKernel(
      IndependentColumns components, double[] natural, double[] logPartitions) {
    this.components = components;
    this.columns = components.columns;
    this.k = components.k;
    this.d = columns.count();
    this.width = columns.statistics + d;
    this.natural = natural;
    this.logPartitions = logPartitions;
    this.chunk = GaussianComponents.chunkFor(width);
    this.features = new double[chunk * width];
    this.logBase = new double[chunk];
    this.logBaseOfCounts = new double[d][];
  }

  @Override
  public int chunkRows() {
    return chunk;
  }

  @Override
  public void logDensities(Block block, int first, int n, double[] out) {
    missing = block.hasMissing(first, n);
    Arrays.fill(logBase, 0, n, 0.0);
    for (int j = 0; j < d; j++) {
      lift(block, first, n, j);
    }
    int used = missing ? width : columns.statistics;
    Blas.timesTransposed(n, k, used, features, 0, width, natural, 0, width, out, 0, k);
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < k; c++) {
        out[i * k + c] += missing ? logBase[i] : logBase[i] - logPartitions[c];
      }
    }
  }

  /** The statistics of one column, whether its values are there, and their base measures. */
  private void lift(Block block, int first, int n, int j) {
    ExponentialFamily family = columns.family(j);
    boolean constantBase = family.constantBase();
    int size = family.statistics();
    for (int i = 0; i < n; i++) {
      double x = block.value(first + i, j);
      int to = i * width + columns.statisticsAt(j);
      if (Double.isNaN(x)) {
        Arrays.fill(features, to, to + size, 0.0);
        features[i * width + columns.statistics + j] = 0;
      } else {
        family.statistics(x, features, to);
        features[i * width + columns.statistics + j] = 1;
        if (!constantBase) {
          logBase[i] += logBase(j, family, x);
        }
      }
    }
  }

  private double logBase(int j, ExponentialFamily family, double x) {
    int count = (int) x;
    if (count != x || count < 0 || count >= COUNTS) {
      return family.logBase(x);
    }
    double[] table = logBaseOfCounts[j];
    if (table == null) {
      table = new double[COUNTS];
      Arrays.fill(table, Double.NaN);
      logBaseOfCounts[j] = table;
    }
    if (Double.isNaN(table[count])) {
      table[count] = family.logBase(x);
    }
    return table[count];
  }

  @Override
  public void accumulate(Block block, int first, int n, double[] r, Statistics into) {
    double[] s = into.values();
    int offset = into.offset(IndependentColumns.MOMENTS);
    int used = missing ? width : columns.statistics;
    Blas.addTransposedTimes(n, k, used, r, features, width, s, offset, width);
    double base = 0;
    for (int i = 0; i < n; i++) {
      double weight = 0;
      for (int c = 0; c < k; c++) {
        weight += r[i * k + c];
      }
      base += weight * logBase[i];
    }
    into.add(IndependentColumns.LOG_BASE, base);
    if (!missing) {
      addObserved(n, r, s, offset);
    }
  }

  @Override
  public void fill(Block block, int first, int n, double[] r, double[] out) {
    System.arraycopy(block.values(), first * d, out, 0, n * d);
    for (int i = 0; missing && i < n; i++) {
      for (int j = 0; j < d; j++) {
        if (Double.isNaN(out[i * d + j])) {
          out[i * d + j] = expectation(r, i * k, j);
        }
      }
    }
  }

  /** A component without a part in the row has no say, whatever its mean. */
  private double expectation(double[] r, int at, int j) {
    double[] ofComponents = means();
    double sum = 0;
    for (int c = 0; c < k; c++) {
      sum += r[at + c] > 0 ? r[at + c] * ofComponents[c * d + j] : 0;
    }
    return sum;
  }

  private double[] means() {
    double[] made = means;
    if (made == null) {
      made = new double[k * d];
      for (int i = 0; i < made.length; i++) {
        made[i] = components.mean(i / d, i % d);
      }
      means = made;
    }
    return made;
  }

  /** {@code N_cj} where nothing is missing: the same for all columns. */
  private void addObserved(int n, double[] r, double[] s, int offset) {
    for (int c = 0; c < k; c++) {
      double total = 0;
      for (int i = 0; i < n; i++) {
        total += r[i * k + c];
      }
      int at = offset + c * width + columns.statistics;
      for (int j = 0; j < d; j++) {
        s[at + j] += total;
      }
    }
  }
}
