package io.entrosum.family;

import io.entrosum.data.Block;
import io.entrosum.entropy.Entropies;
import io.entrosum.linalg.Blas;
import io.entrosum.stats.Statistics;
import java.util.List;

/**
 * Log densities and moments under linear Gaussian components; not thread-safe. Rows of sparse
 * blocks are made dense a chunk at a time.
 *
 * <p>With {@code y = Psi^-1/2 (x - mu)} and {@code B = Psi^-1/2 W}: {@code t = V B' y}, {@code -2
 * ln p = D ln 2 pi + ln |Psi| - ln |V| + |y - B t|^2 + |t|^2}, over the columns that a row has.
 */
public final class FactorKernel implements Components.Kernel {
  private final FactorComponents components;
  private final int k;
  private final int d;
  private final int h;
  private final int chunk;
  private final ScaledLoadings[] scaled;
  private final FactorRows rows;

  /** {@code y}, then {@code y - B t}, [n, D]. */
  private final double[] y;

  /** {@code B' y}, [n, H]. */
  private final double[] projected;

  /** {@code t} of every component, [K][n, H]. */
  private final double[][] factors;

  private final FactorPosterior[][] posteriors;

  /** Where the dense rows of the last chunk are. */
  private Block lastChunk;

  private int lastFirst;
  private final FactorAccumulator accumulator;

  FactorKernel(FactorComponents components) {
    this.components = components;
    this.k = components.k;
    this.d = components.d;
    this.h = components.h;
    this.chunk = GaussianComponents.chunkFor(d + k * h);
    this.rows = new FactorRows(chunk, d);
    this.scaled = new ScaledLoadings[k];
    this.posteriors = new FactorPosterior[k][];
    this.lastChunk = new Block(d, new double[0], null);
    for (int c = 0; c < k; c++) {
      scaled[c] = new ScaledLoadings(components, c);
    }
    this.y = new double[chunk * d];
    this.projected = new double[chunk * h];
    this.factors = new double[k][chunk * h];
    this.accumulator = new FactorAccumulator(components, chunk);
  }

  @Override
  public int chunkRows() {
    return chunk;
  }

  @Override
  public void logDensities(Block block, int first, int n, double[] out) {
    lastChunk = block.isSparse() ? dense(block, first, n) : block;
    lastFirst = block.isSparse() ? 0 : first;
    rows.arrange(lastChunk, lastFirst, n);
    for (int c = 0; c < k; c++) {
      logDensities(c, lastChunk, lastFirst, n, out);
    }
  }

  private Block dense(Block block, int first, int n) {
    double[] values = new double[n * d];
    for (int i = 0; i < n; i++) {
      System.arraycopy(block.row(first + i), 0, values, i * d, d);
    }
    return new Block(d, values, null);
  }

  private void logDensities(int c, Block block, int first, int n, double[] out) {
    ScaledLoadings own = scaled[c];
    for (int i = 0; i < n; i++) {
      own.scale(block.values(), (first + rows.order()[i]) * d, components.means, c * d, y, i * d);
    }
    for (FactorRows.Group group : rows.groups()) {
      for (int i = group.first(); i < group.end(); i++) {
        zero(group.pattern().missing, i);
      }
    }
    Blas.times(n, h, d, y, own.loadings, projected);
    posteriors[c] = posteriors(own);
    for (int g = 0; g < posteriors[c].length; g++) {
      FactorRows.Group group = rows.groups().get(g);
      int at = group.first() * h;
      Blas.times(group.rows(), h, h, projected, at, posteriors[c][g].covariance, 0, factors[c], at);
    }
    Blas.subtractTimesTransposed(n, d, h, factors[c], own.loadings, y);
    for (int g = 0; g < posteriors[c].length; g++) {
      FactorRows.Group group = rows.groups().get(g);
      for (int i = group.first(); i < group.end(); i++) {
        zero(group.pattern().missing, i);
        double distance =
            Blas.dot(d, y, i * d, y, i * d) + Blas.dot(h, factors[c], i * h, factors[c], i * h);
        out[rows.order()[i] * k + c] = -0.5 * (posteriors[c][g].constant + distance);
      }
    }
  }

  private void zero(int[] missing, int row) {
    for (int j : missing) {
      y[row * d + j] = 0;
    }
  }

  private FactorPosterior[] posteriors(ScaledLoadings own) {
    List<FactorRows.Group> groups = rows.groups();
    FactorPosterior[] found = new FactorPosterior[groups.size()];
    for (int g = 0; g < found.length; g++) {
      MissingPattern pattern = groups.get(g).pattern();
      found[g] = pattern.missing.length == 0 ? own.complete : new FactorPosterior(own, pattern);
    }
    return found;
  }

  @Override
  public void accumulate(Block block, int first, int n, double[] r, Statistics into) {
    double[] x = lastChunk.values();
    for (int c = 0; c < k; c++) {
      accumulator.begin();
      for (int g = 0; g < posteriors[c].length; g++) {
        FactorRows.Group group = rows.groups().get(g);
        double weight = 0;
        for (int i = group.first(); i < group.end(); i++) {
          int row = rows.order()[i];
          double share = r[row * k + c];
          if (share > 0) {
            weight += share;
            accumulator.add(c, x, (lastFirst + row) * d, share, factors[c], i * h, group.pattern());
          }
        }
        if (weight > 0) {
          accumulator.addPosterior(c, weight, group.pattern(), posteriors[c][g], into);
        }
      }
      accumulator.end(c, into);
    }
  }

  /**
   * The posterior means of the factors for the rows of the last call of {@link #logDensities}.
   *
   * @param into Modified. Overwritten; row-major [n, H].
   */
  public void factors(int c, int n, double[] into) {
    for (int i = 0; i < n; i++) {
      System.arraycopy(factors[c], i * h, into, rows.order()[i] * h, h);
    }
  }

  @Override
  public void fill(Block block, int first, int n, double[] r, double[] out) {
    double[] x = lastChunk.values();
    System.arraycopy(x, lastFirst * d, out, 0, n * d);
    for (FactorRows.Group group : rows.groups()) {
      for (int i = group.first(); i < group.end(); i++) {
        int row = rows.order()[i];
        for (int j : group.pattern().missing) {
          double sum = 0;
          for (int c = 0; c < k; c++) {
            double share = r[row * k + c];
            double predicted =
                components.means[c * d + j]
                    + Blas.dot(h, components.loadings, (c * d + j) * h, factors[c], i * h);
            sum += share > 0 ? share * predicted : 0;
          }
          out[row * d + j] = sum;
        }
      }
    }
  }

  /** {@code B = Psi^-1/2 W} of a component, and what follows from it. */
  static final class ScaledLoadings {
    final int d;
    final int h;

    /** {@code B}, row-major [D, H]. */
    final double[] loadings;

    /** {@code ln psi}, [D]. */
    final double[] logNoise;

    /** The posterior where all columns are there. */
    final FactorPosterior complete;

    private final double[] precisions;

    ScaledLoadings(FactorComponents components, int c) {
      this.d = components.d;
      this.h = components.h;
      this.loadings = components.loadingsOf(c);
      this.logNoise = new double[d];
      this.precisions = new double[d];
      for (int j = 0; j < d; j++) {
        double psi = components.noise(c, j);
        logNoise[j] = Math.log(psi);
        precisions[j] = 1 / Math.sqrt(psi);
        for (int i = 0; i < h; i++) {
          loadings[j * h + i] *= precisions[j];
        }
      }
      this.complete = new FactorPosterior(this, FactorRows.complete(d));
    }

    /** {@code y = Psi^-1/2 (x - mu)} of one row. */
    void scale(double[] x, int from, double[] mean, int meanAt, double[] y, int to) {
      for (int j = 0; j < d; j++) {
        y[to + j] = (x[from + j] - mean[meanAt + j]) * precisions[j];
      }
    }

    /** {@code |o| ln 2 pi + sum_o ln psi_d}. */
    double noiseConstant(int[] observed) {
      double sum = observed.length * Entropies.LOG_TWO_PI;
      for (int j : observed) {
        sum += logNoise[j];
      }
      return sum;
    }
  }
}
