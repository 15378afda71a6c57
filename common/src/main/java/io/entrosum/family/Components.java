package io.entrosum.family;

import io.entrosum.data.Block;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.io.Serializable;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The K component densities {@code p(x | c)} of a mixture over D columns, as an immutable value.
 *
 * <p>{@code r[n, c]} are the responsibilities of the components for a row, already multiplied with
 * the weight of the row; "totals" are their sums over the rows, one a component.
 */
public interface Components extends Serializable {
  /** The name of the family, as in a configuration. */
  String family();

  /** The number K of components. */
  int count();

  /** The number D of columns. */
  int dimensions();

  /** The number of free parameters of all components together, mixing weights not included. */
  long parameters();

  /** Adds the slots of the sufficient statistics, moments about this value's own pivots. */
  void addSlots(StatisticsLayout.Builder layout);

  /** The kernel over blocks, with its own scratch memory, for one thread. */
  Kernel kernel();

  /**
   * The M-step: the components that maximise the expected log density.
   *
   * @param statistics gathered by this value's kernel. Not modified.
   * @param totals responsibility totals, length K, all positive
   */
  Fit fit(Statistics statistics, double[] totals);

  /**
   * {@code sum_n sum_c r[n, c] ln p(x_n | c)} of <em>these</em> components, total nats, from
   * statistics alone; with factors z that of {@code E[ln p(x_n, z | c)]}.
   *
   * @param gatheredBy the components whose kernel gathered the statistics (the pivots are theirs)
   */
  double expectedLogDensity(Statistics statistics, double[] totals, Components gatheredBy);

  /**
   * {@code sum_n sum_c r[n, c] H_c}, total nats, with {@code H_c} the (pseudo-)entropy of a
   * component over the columns that a row has.
   *
   * @param statistics gathered by any kernel of the same columns. Not modified.
   */
  double expectedEntropy(Statistics statistics, double[] totals);

  /** {@code sum_n w ln h(x_n)}, total nats: a constant of the data. 0 where h is constant. */
  default double logBase(Statistics statistics) {
    return 0;
  }

  /**
   * {@code sum_n sum_c r[n, c] H[z_n | x_n, c]}, total nats: the posterior entropy of what is
   * latent given the component, factors and missing values; 0 where nothing is, or is left out.
   */
  default double latentEntropy(Statistics statistics) {
    return 0;
  }

  /**
   * {@code sum_n sum_c r[n, c] H[p(z | c)]}, total nats: the prior entropy of factors; 0 where
   * there are none. The prior is that to which {@link #expectedLogDensity} refers them.
   *
   * @param gatheredBy the components whose kernel gathered the statistics
   */
  default double latentPriorEntropy(Statistics statistics, double[] totals, Components gatheredBy) {
    return 0;
  }

  /** Whether a missing value (NaN) is marginalised; else values must be finite. */
  default boolean marginalises() {
    return false;
  }

  /** The same components in canonical form: what leaves densities unchanged is chosen by a rule. */
  default Components canonical() {
    return this;
  }

  /**
   * Why missing values of a column cannot be filled in ({@link Kernel#fill}): they are not
   * marginalised, or have no finite expectation in some component. Null where they can be.
   *
   * @param column from 0 to D - 1
   */
  default @Nullable String fillProblem(int column) {
    return marginalises() ? null : "missing values are not marginalised";
  }

  /** The components of the given indices, in that order. */
  Components select(int[] indices);

  /** Compares two components for the canonical order: by mean, column by column. */
  int compare(int first, int second);

  /** A sampler of these components; what it needs once (factors) is computed once. */
  Sampler sampler();

  /** Roughly how many bytes the parameters take. */
  long bytes();

  /**
   * These components as far as {@link #kernel}, {@link #addSlots} and {@link #bytes} need them:
   * what is sent to executors. Nothing else may be asked of the result.
   */
  default Components forKernel() {
    return this;
  }

  /** Draws rows. */
  interface Sampler {
    /**
     * Draws a row from a component.
     *
     * @param row Modified. Overwritten; length D.
     */
    void draw(int component, RandomGenerator random, double[] row);
  }

  /** Log densities and statistics of the rows of blocks; not thread-safe. */
  interface Kernel {
    /** The most rows that are handed over in one call; sized so that scratch stays in the cache. */
    int chunkRows();

    /**
     * {@code out[i * K + c] = ln p(x_{first + i} | c)}.
     *
     * @param out Modified. Overwritten; length at least n * K.
     */
    void logDensities(Block block, int first, int n, double[] out);

    /**
     * Adds the sufficient statistics of the rows of the last call of {@link #logDensities}, which
     * must have been for the same rows.
     *
     * @param r weighted responsibilities, row-major n x K. Not modified.
     * @param into Modified.
     */
    void accumulate(Block block, int first, int n, double[] r, Statistics into);

    /**
     * The rows of the last call of {@link #logDensities}, which must have been for the same rows,
     * with their missing values filled in: a number by {@code sum_c r[i, c] E[x_j | x_observed,
     * c]}, in the unit of its column; a category by the most probable one, {@code argmax_v sum_c
     * r[i, c] p_c(v)}, the first of equals. Values that are there keep their bits.
     *
     * <p>Where {@link #fillProblem} finds no problem, all that is filled in is finite.
     *
     * @param r posteriors, not weighted, row-major n x K. Not modified.
     * @param out Modified. Overwritten, row-major; length at least n * D.
     * @throws UnsupportedOperationException where missing values are not marginalised
     */
    default void fill(Block block, int first, int n, double[] r, double[] out) {
      throw new UnsupportedOperationException("fill: missing values are not marginalised");
    }
  }

  /**
   * The result of an M-step.
   *
   * @param components the next components
   * @param events floors that were applied and the like; usually empty
   */
  record Fit(Components components, List<ModelEvent> events) {}
}
