package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.entropy.Entropies;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.Components;
import io.entrosum.linalg.NumericalException;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A mixture of K component densities, {@code p(x) = sum_c pi_c p(x | c)}.
 *
 * <pre>
 *   c ~ Categorical(pi)        which component a row comes from
 *   x ~ p(x | c)               the row, given the component
 * </pre>
 *
 * <p>Symbols: {@code pi} = weights [K]; {@code r_nc} = responsibilities; {@code w_n} = row weights;
 * {@code W} = their sum; {@code N_c = sum_n w_n r_nc}.
 *
 * <p>E-step: {@code r_nc = softmax_c(ln pi_c + ln p(x_n | c))} in log space; components that have
 * less than 1e-13 / K of a row have none of it, which lowers the bound by at most 1e-13. M-step:
 * {@code pi_c = N_c / W} and that of the components. Entropies (arXiv 2501.09022; derived in the
 * notes on mixtures): posterior {@code H[r]}, prior {@code H[pi]}, observation {@code sum_c rbar_c
 * H_c}. Where components have latent variables of their own, missing values or factors, their
 * entropies given the component are part of those of posterior and prior.
 *
 * <p>A component whose rows weigh less than {@value #EMPTY} of the total is empty: it is removed
 * from the next model, and a {@link ModelEvent} says so.
 */
public final class Mixture implements LatentModel<Mixture> {
  private static final long serialVersionUID = 1L;

  /** The name of the type. */
  public static final String TYPE = "mixture";

  /** Below this share of the total weight a component counts as empty. */
  public static final double EMPTY = 1e-12;

  /** {@code sum_n w ln p(x_n)}. */
  public static final String LOG_LIKELIHOOD = "logLikelihood";

  /** {@code sum_n w H[r_n]}, without the entropy of missing values. */
  public static final String POSTERIOR_ENTROPY = "posteriorEntropy";

  /** {@code sum_n w r_nc}, [K]. */
  public static final String RESPONSIBILITY = "responsibility";

  /** The number of rows without a finite density. */
  private static final String UNEXPLAINED = "unexplained";

  private final double[] weights;
  private final Components components;

  /**
   * A mixture from its parameters.
   *
   * @param weights mixing weights, at least 0, sum 1 to rounding; kept, not copied
   * @throws IllegalArgumentException if they are not, or their number is not that of the components
   */
  public Mixture(double[] weights, Components components) {
    this.weights = weights;
    this.components = components;
    if (weights.length != components.count()) {
      throw new IllegalArgumentException(
          "mixture: " + weights.length + " weights for " + components.count() + " components");
    }
    double sum = 0;
    for (int c = 0; c < weights.length; c++) {
      if (!(weights[c] >= 0 && weights[c] <= 1 + 1e-9)) {
        throw new IllegalArgumentException(
            "mixture: weights must be in [0, 1] but weight " + c + " is " + weights[c]);
      }
      sum += weights[c];
    }
    if (!(Math.abs(sum - 1) <= 1e-9)) {
      throw new IllegalArgumentException("mixture: weights must sum to 1 but sum to " + sum);
    }
  }

  /** The mixing weights, [K], a copy. */
  public double[] weights() {
    return weights.clone();
  }

  /** The component densities. */
  public Components components() {
    return components;
  }

  /** The number K of components. */
  public int count() {
    return weights.length;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int dimensions() {
    return components.dimensions();
  }

  @Override
  public long parameters() {
    return weights.length - 1 + components.parameters();
  }

  @Override
  public StatisticsLayout layout() {
    StatisticsLayout.Builder layout =
        StatisticsLayout.builder()
            .add(ROWS)
            .add(WEIGHT)
            .add(LOG_LIKELIHOOD)
            .add(POSTERIOR_ENTROPY)
            .add(UNEXPLAINED)
            .add(RESPONSIBILITY, weights.length);
    components.addSlots(layout);
    return layout.build();
  }

  @Override
  public EStep eStep() {
    return new MixtureEStep();
  }

  @Override
  public Update<Mixture> mStep(Statistics statistics) {
    refuseUnexplained(statistics);
    double weight = statistics.get(WEIGHT);
    double[] totals = statistics.array(RESPONSIBILITY);
    List<ModelEvent> events = new ArrayList<>();
    List<Integer> alive = new ArrayList<>();
    double kept = 0;
    for (int c = 0; c < totals.length; c++) {
      if (totals[c] > EMPTY * weight) {
        alive.add(c);
        kept += totals[c];
      } else {
        totals[c] = 0;
        events.add(
            new ModelEvent(
                ModelEvent.Kind.EMPTY_COMPONENT, c, 1, "component " + c + " lost all its rows"));
      }
    }
    if (alive.isEmpty()) {
      throw new NumericalException(
          "no component has any rows", "check the row weights: their sum is " + weight);
    }
    double[] next = new double[totals.length];
    for (int c = 0; c < totals.length; c++) {
      next[c] = totals[c] / kept;
    }
    Components.Fit fit = components.fit(statistics, totals);
    events.addAll(fit.events());
    Mixture full = new Mixture(next, fit.components());
    EntropyTerms bound = full.bound(statistics, totals, components);
    int[] indices = alive.stream().mapToInt(Integer::intValue).toArray();
    return new Update<>(indices.length == next.length ? full : full.select(indices), bound, events);
  }

  @Override
  public EntropyTerms bound(Statistics statistics) {
    refuseUnexplained(statistics);
    return bound(statistics, statistics.array(RESPONSIBILITY), components);
  }

  private EntropyTerms bound(Statistics statistics, double[] totals, Components gatheredBy) {
    double weight = statistics.get(WEIGHT);
    double assignment = statistics.get(POSTERIOR_ENTROPY) / weight;
    double posterior = assignment + components.latentEntropy(statistics) / weight;
    double latentPrior = components.latentPriorEntropy(statistics, totals, gatheredBy) / weight;
    double logPrior = 0;
    for (int c = 0; c < totals.length; c++) {
      if (totals[c] > 0) {
        logPrior += totals[c] / weight * Math.log(weights[c]);
      }
    }
    double logDensity = components.expectedLogDensity(statistics, totals, gatheredBy) / weight;
    return new EntropyTerms(
        posterior + logPrior + logDensity,
        posterior,
        Entropies.categorical(weights) + latentPrior,
        components.expectedEntropy(statistics, totals) / weight,
        components.logBase(statistics) / weight,
        assignment);
  }

  private static void refuseUnexplained(Statistics statistics) {
    double unexplained = statistics.get(UNEXPLAINED);
    if (unexplained > 0) {
      throw new NumericalException(
          String.format(
              Locale.ROOT, "%.0f rows have no finite density under any component", unexplained),
          "look for extreme values in the data, or rescale its columns");
    }
  }

  @Override
  public Mixture canonical() {
    int[] order =
        IntStream.range(0, weights.length)
            .boxed()
            .sorted(
                Comparator.<Integer>comparingDouble(c -> -weights[c])
                    .thenComparing(components::compare))
            .mapToInt(Integer::intValue)
            .toArray();
    Mixture ordered = select(order);
    return new Mixture(ordered.weights, ordered.components.canonical());
  }

  private Mixture select(int[] indices) {
    return new Mixture(
        Arrays.stream(indices).mapToDouble(c -> weights[c]).toArray(), components.select(indices));
  }

  @Override
  public long bytes() {
    return 8L * weights.length + components.bytes();
  }

  @Override
  public Mixture forEStep() {
    return new Mixture(weights, components.forKernel());
  }

  /** A scorer with its own scratch memory, for one thread. */
  public MixtureScorer scorer() {
    return new MixtureScorer(this);
  }

  /**
   * Draws rows.
   *
   * @param rows Modified. Overwritten: each element is filled with a row.
   */
  public void sample(RandomGenerator random, double[][] rows) {
    Components.Sampler sampler = components.sampler();
    for (double[] row : rows) {
      sampler.draw(draw(random), random, row);
    }
  }

  private int draw(RandomGenerator random) {
    double u = random.nextDouble();
    int c = 0;
    double cumulative = weights[0];
    while (c < weights.length - 1 && u >= cumulative) {
      c++;
      cumulative += weights[c];
    }
    return c;
  }

  /** {@code ln pi}, [K]. */
  double[] logWeights() {
    return Arrays.stream(weights).map(Math::log).toArray();
  }

  private final class MixtureEStep implements EStep {
    private final Components.Kernel kernel = components.kernel();
    private final int k = weights.length;
    private final Responsibilities responsibilities = Responsibilities.truncated(logWeights());
    private final double[] r = new double[kernel.chunkRows() * k];

    @Override
    public void add(Block block, Statistics into) {
      double[] s = into.values();
      int totals = into.offset(RESPONSIBILITY);
      for (int first = 0; first < block.rows(); first += kernel.chunkRows()) {
        int n = Math.min(kernel.chunkRows(), block.rows() - first);
        kernel.logDensities(block, first, n, r);
        double weight = 0;
        double logLikelihood = 0;
        double entropy = 0;
        int unexplained = 0;
        for (int i = 0; i < n; i++) {
          double w = block.weight(first + i);
          double logDensity = responsibilities.normalise(r, i * k);
          weight += w;
          if (w == 0) {
            Arrays.fill(r, i * k, (i + 1) * k, 0.0);
          } else if (!Double.isFinite(logDensity)) {
            Arrays.fill(r, i * k, (i + 1) * k, 0.0);
            unexplained++;
          } else {
            logLikelihood += w * logDensity;
            entropy += w * responsibilities.entropy();
            for (int c = 0; c < k; c++) {
              double weighted = w * r[i * k + c];
              r[i * k + c] = weighted;
              s[totals + c] += weighted;
            }
          }
        }
        into.add(ROWS, n);
        into.add(WEIGHT, weight);
        into.add(LOG_LIKELIHOOD, logLikelihood);
        into.add(POSTERIOR_ENTROPY, entropy);
        into.add(UNEXPLAINED, unexplained);
        kernel.accumulate(block, first, n, r, into);
      }
    }
  }
}
