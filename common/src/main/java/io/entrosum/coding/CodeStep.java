package io.entrosum.coding;

import io.entrosum.data.Block;
import io.entrosum.data.WarmStart;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.linalg.Blas;
import io.entrosum.stats.Statistics;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The E-step of sparse coding on blocks: posteriors from where the last pass left them, and their
 * statistics. For one thread.
 *
 * <p>Cost a row, besides the search for its posterior ({@link CodeKernel}): {@code 6 D H + H^2}
 * flops.
 */
public final class CodeStep {
  private final CodeParameters parameters;
  private final SearchLimits limits;
  private final CodeKernel kernel;
  private final double[] filter;
  private final double unitSpread;
  private final int chunkRows;

  private final double[] seen;
  private final double[] means;
  private final double[] free;
  private final double[] residuals;
  private final double[] weights;
  private final double[] magnitudes;

  /**
   * An E-step.
   *
   * @param weights on the parts of the objective
   */
  public CodeStep(
      CodeParameters parameters, PosteriorType type, EntropyWeights weights, SearchLimits limits) {
    this.parameters = parameters;
    this.limits = limits;
    int h = parameters.latents();
    int d = parameters.columns();
    double evidence = weights.likelihood() / (weights.posterior() * parameters.noise());
    double[] precision = parameters.gram();
    scale(precision, evidence);
    double[] rates = new double[h];
    Arrays.setAll(rates, i -> weights.prior() / (weights.posterior() * parameters.scales()[i]));
    this.kernel = CodeKernel.of(type, h, precision, rates);
    this.filter = parameters.dictionary().clone();
    scale(filter, evidence);
    this.unitSpread = 1 / evidence;
    this.chunkRows = kernel.chunkRows();
    this.seen = new double[chunkRows * h];
    this.means = new double[chunkRows * h];
    this.free = new double[chunkRows * h];
    this.residuals = new double[Math.multiplyExact(chunkRows, d)];
    this.weights = new double[chunkRows];
    this.magnitudes = new double[h];
  }

  private static void scale(double[] values, double factor) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  /**
   * Adds the statistics of a block whose posteriors are sought from nothing; nothing is kept.
   *
   * @param gini whether the Gini coefficients of codes are wanted
   * @param into Modified. Has the slots of {@link CodeSums}.
   */
  public void add(Block block, boolean gini, Statistics into) {
    add(block, null, true, gini, into);
  }

  /**
   * Adds the statistics of a block.
   *
   * @param training whose state beside the block to go on from
   * @param number of this E-step in that training
   * @param fresh whether posteriors are to be sought from nothing
   * @param since the E-steps since posteriors were last sought from nothing, which make the state
   *     again where it was lost; one is used at a time
   * @param gini whether the Gini coefficients of codes are wanted
   * @param into Modified. Has the slots of {@link CodeSums}.
   */
  public void add(
      Block block,
      int training,
      long number,
      boolean fresh,
      Iterable<CodeStep> since,
      boolean gini,
      Statistics into) {
    WarmStart room = block.warmStart();
    int length = Math.multiplyExact(block.rows(), 2 * parameters.latents());
    double[] state = room == null ? null : room.take(training, number - 1, length);
    if (state == null) {
      state = room == null ? new double[length] : room.fresh(length);
      boolean first = true;
      for (CodeStep before : since) {
        before.advance(block, state, first);
        first = false;
      }
      into.add(CodeSums.REPEATED, fresh ? 0 : block.rows());
    }
    add(block, state, fresh, gini, into);
    if (room != null) {
      room.keep(training, number, state);
    }
  }

  private void add(
      Block block, double @Nullable [] state, boolean cold, boolean gini, Statistics into) {
    Block dense = block.dense();
    for (int first = 0; first < block.rows(); first += chunkRows) {
      int n = Math.min(chunkRows, block.rows() - first);
      load(state, block.rows(), first, n, cold);
      addChunk(dense, first, n, cold, gini, into);
      store(state, block.rows(), first, n);
    }
    into.add(CodeSums.COLD, cold ? block.rows() : 0);
    into.add(CodeSums.STEPS, (double) kernel.takeSteps());
    into.add(CodeSums.UNFINISHED, (double) kernel.takeUnfinished());
  }

  /** What {@link #add} does to the state of a block, without its statistics. */
  private void advance(Block block, double[] state, boolean cold) {
    Block dense = block.dense();
    for (int first = 0; first < block.rows(); first += chunkRows) {
      int n = Math.min(chunkRows, block.rows() - first);
      load(state, block.rows(), first, n, cold);
      for (int i = 0; i < n; i++) {
        weights[i] = block.weight(first + i);
      }
      search(dense, first, n, cold, null, new double[0], 0);
      refuseNotFinite(n);
      store(state, block.rows(), first, n);
    }
    kernel.takeSteps();
    kernel.takeUnfinished();
  }

  private void load(double @Nullable [] state, int rows, int first, int n, boolean cold) {
    int h = parameters.latents();
    if (state != null && !cold) {
      System.arraycopy(state, first * h, means, 0, n * h);
      System.arraycopy(state, (rows + first) * h, free, 0, n * h);
    }
  }

  private void store(double @Nullable [] state, int rows, int first, int n) {
    int h = parameters.latents();
    if (state != null) {
      System.arraycopy(means, 0, state, first * h, n * h);
      System.arraycopy(free, 0, state, (rows + first) * h, n * h);
    }
  }

  private void addChunk(
      Block block, int first, int n, boolean cold, boolean gini, Statistics into) {
    for (int i = 0; i < n; i++) {
      weights[i] = block.weight(first + i);
    }
    int at = into.offset(CodeSums.COVARIANCE);
    search(block, first, n, cold, weights, into.values(), at);
    into.add(CodeSums.UNEXPLAINED, refuseNotFinite(n));
    sumScalars(n, gini, into);
    sumProducts(n, into);
  }

  /** Posteriors of a chunk; afterwards {@code residuals} are {@code x - W nu}. */
  private void search(
      Block block,
      int first,
      int n,
      boolean cold,
      double @Nullable [] rowWeights,
      double[] covariance,
      int at) {
    int h = parameters.latents();
    int d = parameters.columns();
    System.arraycopy(block.values(), first * d, residuals, 0, n * d);
    Blas.times(n, h, d, residuals, filter, seen);
    kernel.solve(n, seen, means, free, limits, cold, rowWeights, covariance, at);
    Blas.subtractTimesTransposed(n, d, h, means, parameters.dictionary(), residuals);
  }

  /** {@code |x - W nu|^2} of a row of the chunk, after {@link #search}. */
  private double square(int i) {
    int d = parameters.columns();
    return Blas.dot(d, residuals, i * d, residuals, i * d);
  }

  /** Rows without a finite posterior are left out of everything; returns how many there are. */
  private int refuseNotFinite(int n) {
    int refused = 0;
    int h = parameters.latents();
    int d = parameters.columns();
    for (int i = 0; i < n; i++) {
      double value = square(i) + kernel.traces()[i] + kernel.logDeterminants()[i];
      if (!Double.isFinite(value) && weights[i] > 0) {
        refused++;
        weights[i] = 0;
        Arrays.fill(means, i * h, (i + 1) * h, 0);
        Arrays.fill(residuals, i * d, (i + 1) * d, 0);
      }
    }
    return refused;
  }

  private void sumScalars(int n, boolean gini, Statistics into) {
    int h = parameters.latents();
    double[] sums = into.values();
    int absolute = into.offset(CodeSums.ABSOLUTE);
    int curvature = into.offset(CodeSums.CURVATURE);
    double residual = 0;
    double spread = 0;
    double logDeterminant = 0;
    double inequality = 0;
    for (int i = 0; i < n; i++) {
      double w = weights[i];
      if (!(w > 0)) {
        continue;
      }
      residual += w * square(i);
      spread += w * kernel.traces()[i];
      logDeterminant += w * kernel.logDeterminants()[i];
      for (int j = 0; j < h; j++) {
        sums[absolute + j] += w * kernel.absolutes()[i * h + j];
        sums[curvature + j] += w * kernel.curvatures()[i * h + j];
      }
      if (gini) {
        inequality += w * gini(i);
      }
    }
    into.add(CodeSums.RESIDUAL, residual);
    into.add(CodeSums.SPREAD, spread * unitSpread);
    into.add(CodeSums.LOG_DETERMINANT, logDeterminant);
    into.add(CodeSums.GINI, inequality);
  }

  private double gini(int row) {
    int h = parameters.latents();
    for (int j = 0; j < h; j++) {
      magnitudes[j] = Math.abs(means[row * h + j]);
    }
    return Gini.of(magnitudes);
  }

  private void sumProducts(int n, Statistics into) {
    int h = parameters.latents();
    int d = parameters.columns();
    // both factors by the root of the weight: their products have the weight
    for (int i = 0; i < n; i++) {
      double root = Math.sqrt(weights[i]);
      if (root != 1) {
        for (int j = 0; j < h; j++) {
          seen[i * h + j] = root * means[i * h + j];
        }
        for (int j = 0; j < d; j++) {
          residuals[i * d + j] *= root;
        }
      } else {
        System.arraycopy(means, i * h, seen, i * h, h);
      }
    }
    int cross = into.offset(CodeSums.RESIDUAL_CROSS);
    Blas.addTransposedTimes(n, d, h, residuals, seen, into.values(), cross);
    Blas.addGram(n, h, seen, into.values(), into.offset(CodeSums.OUTER));
  }

  /**
   * The posteriors of the rows of a block, from nothing.
   *
   * @param latent Modified. nu, row-major [rows, H].
   * @param deviation Modified. {@code sqrt T_hh}, row-major [rows, H].
   * @param bound Modified. The evidence lower bound of each row, nats, [rows].
   */
  public void posteriors(Block block, double[] latent, double[] deviation, double[] bound) {
    Block dense = block.dense();
    int h = parameters.latents();
    double constant = RowBound.constant(parameters);
    for (int first = 0; first < block.rows(); first += chunkRows) {
      int n = Math.min(chunkRows, block.rows() - first);
      search(dense, first, n, true, null, new double[0], 0);
      System.arraycopy(means, 0, latent, first * h, n * h);
      System.arraycopy(kernel.deviations(), 0, deviation, first * h, n * h);
      for (int i = 0; i < n; i++) {
        double fit = (square(i) + unitSpread * kernel.traces()[i]) / parameters.noise();
        double prior = 0;
        for (int j = 0; j < h; j++) {
          prior += kernel.absolutes()[i * h + j] / parameters.scales()[j];
        }
        double value = constant + .5 * kernel.logDeterminants()[i] - prior - .5 * fit;
        bound[first + i] = Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
      }
    }
    kernel.takeSteps();
  }

  /** How many rows of {@link #posteriors} since the last call were not sought to the end. */
  public long takeUnfinished() {
    return kernel.takeUnfinished();
  }
}
