package io.entrosum.model;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.stats.SecondMoments;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Probabilistic PCA of a stream of rows, for several numbers of factors at once.
 *
 * <p>What is kept is the mean and the scatter of the rows, in which a row counts {@code exp(-a /
 * memory)} once {@code a} rows have come after it. The model of each number of factors is the
 * maximum of the likelihood for these, in closed form (Tipping and Bishop 1999), so that its
 * entropies are known from its parameters alone: no row is needed to see how well it fits, and the
 * entropy sum hardly varies from step to step where the bound of a few rows does. That makes it a
 * criterion to choose the number of factors by while the data changes (arXiv 2010.14860, section
 * 3.3 of the notes; derivation: notes on PPCA).
 *
 * <p>A step costs {@code n D^2} flops for its moments and {@code O(D^3)} on the driver; it keeps
 * {@code D^2} numbers. Not thread-safe.
 */
public final class OnlinePpca implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The least noise variance, relative to the variances of the columns. */
  private static final double FLOOR = 1e-9;

  private final int columns;
  private final int[] latentDimensions;
  private final double memory;
  private final SecondMoments kept;

  /**
   * What the stream looks like with some number of factors.
   *
   * @param model the most probable parameters for the rows that are remembered
   * @param terms its bound and entropies, nats per row that is remembered; the two are the same but
   *     for rounding, unless the noise is at its floor
   */
  public record Fit(FactorModel model, EntropyTerms terms) {
    /**
     * The Bayesian information criterion by the entropy sum, {@code p ln n - 2 n S}; less is
     * better.
     *
     * @param rows n, for how many rows
     */
    public double bic(double rows) {
      return model.parameters() * Math.log(rows) - 2 * rows * terms.entropySum();
    }

    /**
     * Bound and entropies of this model on other rows.
     *
     * @param rows their moments. Not modified, but centred.
     */
    public EntropyTerms on(SecondMoments rows) {
      return model.bound(model.statistics(rows));
    }
  }

  /**
   * Nothing so far.
   *
   * @param columns the number D of columns
   * @param latentDimensions the numbers of factors to fit, each from 1 to D - 1
   * @param memory the number of rows after which one counts {@code 1 / e}; infinite: all count
   *     alike
   * @throws IllegalArgumentException if a value is out of range
   */
  public OnlinePpca(int columns, int[] latentDimensions, double memory) {
    if (latentDimensions.length == 0) {
      throw new IllegalArgumentException("latent-dimensions: must name at least one number");
    }
    for (int h : latentDimensions) {
      if (h < 1 || h >= columns) {
        throw new IllegalArgumentException(
            "latent-dimensions: must be >= 1 and less than the "
                + columns
                + " columns but one was "
                + h);
      }
    }
    if (!(memory >= columns)) {
      throw new IllegalArgumentException(
          "memory: must be at least the number of columns, " + columns + ", but was " + memory);
    }
    this.columns = columns;
    this.latentDimensions = latentDimensions.clone();
    this.memory = memory;
    this.kept = new SecondMoments(new double[columns]);
  }

  /**
   * Adds the next rows of the stream; among themselves they count alike.
   *
   * @param next their moments. Not modified, but centred.
   */
  public void add(SecondMoments next) {
    if (next.columns() != columns) {
      throw new IllegalArgumentException(
          "rows have " + next.columns() + " columns, the stream has " + columns);
    }
    if (kept.weight() > 0) {
      kept.fade(Math.exp(-next.weight() / memory));
    }
    kept.merge(next);
  }

  /** How many rows there have been. */
  public long rows() {
    return kept.rows();
  }

  /** The weight of the rows that are remembered: never much more than the memory. */
  public double weight() {
    return kept.weight();
  }

  /** Whether enough rows have come for {@link #fits}: more than columns, and they vary. */
  public boolean isReady() {
    return kept.weightedRows() > columns && Arrays.stream(kept.variances()).anyMatch(v -> v > 0);
  }

  /**
   * The fits, in the order of the numbers of factors.
   *
   * @throws IllegalStateException if it is too early, see {@link #isReady}
   */
  public List<Fit> fits() {
    if (!isReady()) {
      throw new IllegalStateException("no fits of " + kept.rows() + " rows");
    }
    int most = Arrays.stream(latentDimensions).max().orElseThrow();
    PrincipalComponents spectrum = PrincipalComponents.of(kept, most);
    double[] variances = kept.variances();
    double mean = Arrays.stream(variances).average().orElseThrow();
    CovarianceFloor floor =
        CovarianceFloor.relativeTo(
            FLOOR, Arrays.stream(variances).map(v -> v > 0 ? v : mean).toArray());
    return IntStream.of(latentDimensions)
        .mapToObj(h -> spectrum.model(h, floor))
        .map(model -> new Fit(model, model.bound(model.statistics(kept))))
        .toList();
  }

  /**
   * The place of the best of some fits: of the least criterion.
   *
   * @param rows for how many rows, see {@link Fit#bic}
   */
  public static int best(List<Fit> fits, double rows) {
    int best = 0;
    for (int i = 1; i < fits.size(); i++) {
      best = fits.get(i).bic(rows) < fits.get(best).bic(rows) ? i : best;
    }
    return best;
  }
}
