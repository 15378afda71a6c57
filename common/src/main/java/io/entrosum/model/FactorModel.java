package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.Components;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.FactorRotation;
import io.entrosum.family.NoiseType;
import io.entrosum.family.SparseFactorStep;
import io.entrosum.linalg.NumericalException;
import io.entrosum.stats.SecondMoments;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Factor analysis, or with isotropic noise probabilistic PCA.
 *
 * <pre>
 *   z ~ N(0, I)            H factors
 *   x ~ N(W z + mu, Psi)   a row of D columns; Psi diagonal, or s2 I
 * </pre>
 *
 * <p>It is the linear Gaussian component {@link FactorComponents} by itself, with K = 1: that is
 * where symbols, E-step, M-step and cost are. Derivations: notes on factor analysis and on PPCA.
 *
 * <p>Training may also run on the second moments of the rows alone ({@link MomentModel}), each
 * iteration then costs 2 D^2 H flops and no pass.
 */
public final class FactorModel implements LatentModel<FactorModel>, MomentModel {
  private static final long serialVersionUID = 1L;

  /** The type with isotropic noise. */
  public static final String PPCA = "ppca";

  /** The type with a noise variance a column. */
  public static final String FACTOR_ANALYSIS = "factor-analysis";

  /** {@code sum_n w ln p(x_n)}. */
  static final String LOG_LIKELIHOOD = "logLikelihood";

  /** The number of rows without a finite density. */
  static final String UNEXPLAINED = "unexplained";

  private final FactorComponents factors;
  private final Rotation rotation;

  /** What loadings are rotated to in the canonical form. */
  public enum Rotation {
    /** {@code W' Psi^-1 W} is diagonal, falling; the principal axes for isotropic noise. */
    PRINCIPAL,
    /** Simple structure. */
    VARIMAX;

    /** The name in configurations. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A model of one component.
   *
   * @throws IllegalArgumentException if there are several
   */
  public FactorModel(FactorComponents factors, Rotation rotation) {
    if (factors.count() != 1) {
      throw new IllegalArgumentException(
          "factor analysis: must be one component but there are " + factors.count());
    }
    this.factors = factors;
    this.rotation = rotation;
  }

  /**
   * A model from its parameters, kept, not copied.
   *
   * @param mean [D]
   * @param loadings row-major [D, H]
   * @param noise variances, [1] if isotropic, else [D]
   */
  public static FactorModel of(
      double[] mean, double[] loadings, NoiseType type, double[] noise, CovarianceFloor floor) {
    int d = mean.length;
    return new FactorModel(
        new FactorComponents(1, d, loadings.length / d, mean, loadings, type, noise, floor),
        Rotation.PRINCIPAL);
  }

  /** The same with another rule for rotation. */
  public FactorModel withRotation(Rotation other) {
    return new FactorModel(factors, other);
  }

  /** The model as the component of a mixture. */
  public FactorComponents components() {
    return factors;
  }

  /** The rule for rotation. */
  public Rotation rotation() {
    return rotation;
  }

  /** The number H of factors. */
  public int latentDimensions() {
    return factors.latentDimensions();
  }

  /** The mean, [D], a copy. */
  public double[] mean() {
    return factors.means();
  }

  /** The loadings, row-major [D, H], a copy. */
  public double[] loadings() {
    return factors.loadings();
  }

  /** The noise variances, [1] or [D], a copy. */
  public double[] noise() {
    return factors.noise();
  }

  /** The shape of the noise. */
  public NoiseType noiseType() {
    return factors.noiseType();
  }

  @Override
  public String type() {
    return noiseType() == NoiseType.ISOTROPIC ? PPCA : FACTOR_ANALYSIS;
  }

  @Override
  public int dimensions() {
    return factors.dimensions();
  }

  @Override
  public long parameters() {
    return factors.parameters();
  }

  @Override
  public StatisticsLayout layout() {
    StatisticsLayout.Builder layout =
        StatisticsLayout.builder().add(ROWS).add(WEIGHT).add(LOG_LIKELIHOOD).add(UNEXPLAINED);
    factors.addSlots(layout);
    return layout.build();
  }

  @Override
  public EStep eStep() {
    return new FactorEStep();
  }

  @Override
  public Statistics statistics(SecondMoments moments) {
    Statistics into = new Statistics(layout());
    double logLikelihood = factors.addStatistics(moments, into);
    into.add(ROWS, (double) moments.rows());
    into.add(WEIGHT, moments.weight());
    into.add(LOG_LIKELIHOOD, logLikelihood);
    return into;
  }

  @Override
  public Update<FactorModel> mStep(Statistics statistics) {
    refuseUnexplained(statistics);
    double[] totals = {statistics.get(WEIGHT)};
    if (!(totals[0] > 0)) {
      throw new NumericalException(
          "no row has a weight", "check the row weights: their sum is " + totals[0]);
    }
    Components.Fit fit = factors.fit(statistics, totals);
    FactorModel next = new FactorModel((FactorComponents) fit.components(), rotation);
    return new Update<>(next, next.bound(statistics, totals, factors), fit.events());
  }

  @Override
  public EntropyTerms bound(Statistics statistics) {
    refuseUnexplained(statistics);
    return bound(statistics, new double[] {statistics.get(WEIGHT)}, factors);
  }

  private EntropyTerms bound(Statistics statistics, double[] totals, FactorComponents gatheredBy) {
    double weight = totals[0];
    double posterior = factors.latentEntropy(statistics) / weight;
    return new EntropyTerms(
        posterior + factors.expectedLogDensity(statistics, totals, gatheredBy) / weight,
        posterior,
        factors.latentPriorEntropy(statistics, totals, gatheredBy) / weight,
        factors.expectedEntropy(statistics, totals) / weight,
        0,
        0);
  }

  private static void refuseUnexplained(Statistics statistics) {
    double unexplained = statistics.get(UNEXPLAINED);
    if (unexplained > 0) {
      throw new NumericalException(
          String.format(Locale.ROOT, "%.0f rows have no finite density", unexplained),
          "look for extreme values in the data, or rescale its columns");
    }
  }

  @Override
  public FactorModel canonical() {
    FactorComponents principal = factors.canonical();
    if (rotation == Rotation.PRINCIPAL) {
      return new FactorModel(principal, rotation);
    }
    double[] rotated =
        FactorRotation.varimax(dimensions(), latentDimensions(), principal.loadings());
    return new FactorModel(principal.withLoadings(rotated), rotation);
  }

  @Override
  public long bytes() {
    return factors.bytes();
  }

  /** A scorer with its own scratch memory, for one thread. */
  public FactorScorer scorer() {
    return new FactorScorer(this);
  }

  /**
   * Draws rows.
   *
   * @param rows Modified. Overwritten: each element is filled with a row.
   */
  public void sample(RandomGenerator random, double[][] rows) {
    Components.Sampler sampler = factors.sampler();
    for (double[] row : rows) {
      sampler.draw(0, random, row);
    }
  }

  private final class FactorEStep implements EStep {
    private final Components.Kernel kernel = factors.kernel();
    private final double[] r = new double[kernel.chunkRows()];
    private @Nullable SparseFactorStep sparse;

    @Override
    public void add(Block block, Statistics into) {
      if (block.isSparse() && !block.hasMissing(0, block.rows())) {
        addSparse(block, into);
        return;
      }
      for (int first = 0; first < block.rows(); first += kernel.chunkRows()) {
        int n = Math.min(kernel.chunkRows(), block.rows() - first);
        kernel.logDensities(block, first, n, r);
        weigh(block, first, n, r, into);
        kernel.accumulate(block, first, n, r, into);
      }
    }

    private void addSparse(Block block, Statistics into) {
      SparseFactorStep step = sparse;
      if (step == null) {
        step = new SparseFactorStep(factors);
        sparse = step;
      }
      double[] latent = new double[block.rows() * latentDimensions()];
      double[] weights = new double[block.rows()];
      step.posterior(block.sparseRows(), latent, weights);
      weigh(block, 0, block.rows(), weights, into);
      step.accumulate(block, latent, weights, into);
    }

    /** Adds up log densities, and puts the weights of the rows in their places. */
    private static void weigh(Block block, int first, int n, double[] r, Statistics into) {
      double weight = 0;
      double logLikelihood = 0;
      int unexplained = 0;
      for (int i = 0; i < n; i++) {
        double w = block.weight(first + i);
        weight += w;
        if (w > 0 && !Double.isFinite(r[i])) {
          unexplained++;
          w = 0;
        }
        logLikelihood += w > 0 ? w * r[i] : 0;
        r[i] = w;
      }
      into.add(ROWS, n);
      into.add(WEIGHT, weight);
      into.add(LOG_LIKELIHOOD, logLikelihood);
      into.add(UNEXPLAINED, unexplained);
    }
  }
}
