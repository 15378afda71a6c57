package io.entrosum.family;

import io.entrosum.data.Block;
import io.entrosum.linalg.Blas;
import io.entrosum.stats.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a kernel that all shapes of Gaussians share: centred rows, first moments, and the
 * separation of rows with missing values from those without, which alone the fast methods see.
 */
abstract class GaussianKernel implements Components.Kernel {
  final int chunk;

  /** {@code x - m} of the complete rows of the last chunk, row-major [n, D]. */
  final double[] centred;

  private final int k;
  private final int d;
  private final double[] pivot;

  /** Made when the first missing value is met. */
  private @Nullable Holes holes;

  /** Null where the last chunk was complete. */
  private @Nullable Holes lastHoles;

  GaussianKernel(GaussianComponents components, int chunk) {
    this.k = components.k;
    this.d = components.d;
    this.pivot = components.pivot;
    this.chunk = chunk;
    this.centred = new double[chunk * d];
  }

  /** {@code out[i * K + c] = ln p(x_i | c)} for the first n of the centred rows. */
  abstract void logDensities(int n, double[] out);

  /** Adds the moments of the rows of the last call of {@link #logDensities(int, double[])}. */
  abstract void addMoments(int n, double[] r, Statistics into);

  /** What is to be done with rows that have missing values; with scratch memory of its own. */
  abstract IncompleteRows incompleteRows();

  /** Densities and moments of the rows of a chunk that have missing values. */
  interface IncompleteRows {
    /**
     * {@code out[i * K + c]} = the log density of what row i has.
     *
     * @param centred rows {@code x - m} of all groups, NaN where missing. Not modified.
     * @param out Modified. Overwritten.
     */
    void logDensities(MissingPatterns patterns, double[] centred, double[] out);

    /** Adds expected moments of these rows, and the entropy of their missing values. */
    void addMoments(MissingPatterns patterns, double[] centred, double[] r, Statistics into);

    /**
     * Adds {@code sum_c r[i, c] E[x_j - m_j | x_observed, c]} where row i misses column j.
     *
     * @param r responsibilities of these rows, [n, K]. Not modified.
     * @param out Modified. All rows of the chunk, the complete ones too, row-major.
     */
    void addMeans(MissingPatterns patterns, double[] centred, double[] r, double[] out);
  }

  private final class Holes {
    final MissingPatterns patterns = new MissingPatterns(chunk, d);
    final IncompleteRows rows = incompleteRows();
    final double[] incomplete = new double[chunk * d];
    final double[] selected = new double[chunk * k];
  }

  @Override
  public final int chunkRows() {
    return chunk;
  }

  @Override
  public final void logDensities(Block block, int first, int n, double[] out) {
    if (!block.hasMissing(first, n)) {
      lastHoles = null;
      for (int i = 0; i < n; i++) {
        centre(block.values(), (first + i) * d, centred, i * d);
      }
      logDensities(n, out);
      return;
    }
    Holes present = holes;
    if (present == null) {
      present = new Holes();
      holes = present;
    }
    lastHoles = present;
    separate(block, first, n, present, out);
  }

  private void separate(Block block, int first, int n, Holes present, double[] out) {
    MissingPatterns patterns = present.patterns;
    patterns.arrange(block.values(), first * d, n);
    for (int i = 0; i < patterns.completeRows(); i++) {
      centre(block.values(), (first + patterns.complete()[i]) * d, centred, i * d);
    }
    for (int i = 0; i < patterns.incompleteRows(); i++) {
      int from = (first + patterns.incomplete()[i]) * d;
      centre(block.values(), from, present.incomplete, i * d);
    }
    if (patterns.completeRows() > 0) {
      logDensities(patterns.completeRows(), present.selected);
      for (int i = 0; i < patterns.completeRows(); i++) {
        System.arraycopy(present.selected, i * k, out, patterns.complete()[i] * k, k);
      }
    }
    present.rows.logDensities(patterns, present.incomplete, present.selected);
    for (int i = 0; i < patterns.incompleteRows(); i++) {
      System.arraycopy(present.selected, i * k, out, patterns.incomplete()[i] * k, k);
    }
  }

  @Override
  public final void accumulate(Block block, int first, int n, double[] r, Statistics into) {
    Holes present = lastHoles;
    if (present == null) {
      addMoments(n, r, into);
      return;
    }
    MissingPatterns patterns = present.patterns;
    if (patterns.completeRows() > 0) {
      select(patterns.complete(), patterns.completeRows(), r, present.selected);
      addMoments(patterns.completeRows(), present.selected, into);
    }
    select(patterns.incomplete(), patterns.incompleteRows(), r, present.selected);
    present.rows.addMoments(patterns, present.incomplete, present.selected, into);
  }

  @Override
  public final void fill(Block block, int first, int n, double[] r, double[] out) {
    System.arraycopy(block.values(), first * d, out, 0, n * d);
    Holes present = lastHoles;
    if (present == null) {
      return;
    }
    MissingPatterns patterns = present.patterns;
    select(patterns.incomplete(), patterns.incompleteRows(), r, present.selected);
    patterns.forEachMissing((i, to, column) -> out[to] = 0);
    present.rows.addMeans(patterns, present.incomplete, present.selected, out);
    patterns.forEachMissing((i, to, column) -> out[to] += pivot[column]);
  }

  private void select(int[] rows, int n, double[] r, double[] selected) {
    for (int i = 0; i < n; i++) {
      System.arraycopy(r, rows[i] * k, selected, i * k, k);
    }
  }

  private void centre(double[] x, int from, double[] to, int at) {
    for (int j = 0; j < d; j++) {
      to[at + j] = x[from + j] - pivot[j];
    }
  }

  final void accumulateFirst(int n, double[] r, Statistics into) {
    Blas.addTransposedTimes(
        n, k, d, r, centred, into.values(), into.offset(GaussianComponents.FIRST));
  }
}
