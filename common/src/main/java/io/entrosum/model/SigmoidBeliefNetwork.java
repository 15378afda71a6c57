package io.entrosum.model;

import io.entrosum.belief.BeliefLayer;
import io.entrosum.belief.BeliefParameters;
import io.entrosum.belief.BeliefPosterior;
import io.entrosum.belief.BeliefSums;
import io.entrosum.belief.EnumeratedStep;
import io.entrosum.belief.Logits;
import io.entrosum.belief.StateSearch;
import io.entrosum.belief.TruncatedStep;
import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A sigmoid belief network: layers of binary latents above binary columns.
 *
 * <pre>
 *   z_h ~ Bernoulli(pi_h)                        H latents of the topmost layer
 *   y_j ~ Bernoulli(S(b_j + sum_i V_ij z_i))     each layer below, the data last; S(a) = 1 / (1 + e^-a)
 * </pre>
 *
 * <p>Posteriors are exact (the bound is the log-likelihood), products of independent latents, or
 * truncated to a set of states of each row. At the optimum of the prior and of each layer along its
 * own parameters the bound is the sum of entropies {@code mean H[q] - sum_h h(pi_h) - E sum_j
 * h(S(a_j))}, h the entropy of a binary unit; elsewhere {@link EntropyTerms#gap} is what the
 * derivatives along them say. Source: arXiv 2501.09022; derivation: notes on sigmoid belief
 * networks.
 */
public final class SigmoidBeliefNetwork implements SteppedModel<SigmoidBeliefNetwork> {
  private static final long serialVersionUID = 1L;

  /** The name of the type. */
  public static final String TYPE = "sigmoid-belief-network";

  private final BeliefParameters parameters;
  private final BeliefPosterior posterior;
  private final double ridge;
  private final StateSearch search;
  private final boolean exact;

  /** A model that is not being trained. */
  public SigmoidBeliefNetwork(BeliefParameters parameters, BeliefPosterior posterior) {
    this(parameters, posterior, 0, StateSearch.EXACT, true);
  }

  /**
   * A model in training.
   *
   * @param ridge weight of {@code (|V|^2 + |b|^2) / 2}, of all layers but the topmost, against the
   *     sum of the bound over rows
   * @param search for the states of truncated posteriors
   */
  public SigmoidBeliefNetwork(
      BeliefParameters parameters, BeliefPosterior posterior, double ridge, StateSearch search) {
    this(parameters, posterior, ridge, search, false);
  }

  private SigmoidBeliefNetwork(
      BeliefParameters parameters,
      BeliefPosterior posterior,
      double ridge,
      StateSearch search,
      boolean exact) {
    String problem = posterior.problem(parameters.latents());
    if (problem != null) {
      throw new IllegalArgumentException("latent-dimensions: " + problem);
    }
    if (!(ridge >= 0 && ridge < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("ridge: must be >= 0 and finite but was " + ridge);
    }
    this.parameters = parameters;
    this.posterior = posterior;
    this.ridge = ridge;
    this.search = search;
    this.exact = exact;
  }

  SigmoidBeliefNetwork with(BeliefParameters other) {
    return new SigmoidBeliefNetwork(other, posterior, ridge, search, exact);
  }

  /** The layers. */
  public BeliefParameters layers() {
    return parameters;
  }

  /** The number H of latents of all layers. */
  public int latentDimensions() {
    return parameters.latents();
  }

  /** The family of posteriors. */
  public BeliefPosterior posterior() {
    return posterior;
  }

  @Override
  public boolean hasExactPosterior() {
    return posterior.type() == BeliefPosterior.Type.EXACT;
  }

  /** The weight of the squares of weights and biases. */
  public double ridge() {
    return ridge;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int dimensions() {
    return parameters.columns();
  }

  @Override
  public long parameters() {
    return parameters.size();
  }

  @Override
  public StatisticsLayout layout() {
    StatisticsLayout.Builder layout = StatisticsLayout.builder().add(ROWS).add(WEIGHT);
    BeliefSums.addSlots(layout, parameters, posterior);
    return layout.build();
  }

  @Override
  public EStep eStep() {
    if (posterior.listsAll()) {
      EnumeratedStep step = new EnumeratedStep(parameters, posterior);
      return (block, into) -> {
        count(block, into);
        step.add(block, into);
      };
    }
    TruncatedStep step = truncated();
    return (block, into) -> {
      count(block, into);
      step.add(block, into);
    };
  }

  @Override
  public EStep eStep(StepCourse course) {
    if (posterior.listsAll()) {
      return eStep();
    }
    TruncatedStep step = truncated();
    Iterable<TruncatedStep> since =
        () ->
            course.since().stream()
                .map(model -> ((SigmoidBeliefNetwork) model).truncated())
                .iterator();
    return (block, into) -> {
      count(block, into);
      step.add(block, course.training(), course.step(), course.isFresh(), since, into);
    };
  }

  private TruncatedStep truncated() {
    return new TruncatedStep(parameters, posterior.states(), exact ? StateSearch.EXACT : search);
  }

  private static void count(Block block, Statistics into) {
    double weight = 0;
    for (int i = 0; i < block.rows(); i++) {
      weight += block.weight(i);
    }
    into.add(ROWS, block.rows());
    into.add(WEIGHT, weight);
  }

  private BeliefSums sums(Statistics statistics) {
    return BeliefSums.of(parameters, posterior, statistics, statistics.get(WEIGHT));
  }

  /**
   * A weighted logistic regression a unit, each to its maximum.
   *
   * @throws UnsupportedOperationException for truncated posteriors, whose sums say nothing of other
   *     parameters
   */
  @Override
  public Update<SigmoidBeliefNetwork> mStep(Statistics statistics) {
    if (!posterior.listsAll()) {
      throw new UnsupportedOperationException(
          "method: must be quasi-newton for posterior = " + posterior.type().label());
    }
    SigmoidBeliefNetwork next =
        with(BeliefSums.maximise(parameters, statistics, statistics.get(WEIGHT), ridge));
    return new Update<>(next, next.bound(statistics), List.of());
  }

  @Override
  public EntropyTerms bound(Statistics statistics) {
    return terms(sums(statistics));
  }

  private static EntropyTerms terms(BeliefSums sums) {
    return new EntropyTerms(
        sums.posterior() + sums.logJoint(),
        sums.posterior(),
        sums.latentEntropy(),
        sums.observationEntropy(),
        0,
        0);
  }

  @Override
  public double[] coordinates() {
    return parameters.coordinates();
  }

  @Override
  public Slope<SigmoidBeliefNetwork> slope(Statistics statistics) {
    BeliefSums sums = sums(statistics);
    return new SigmoidBeliefSlope(this, sums, terms(sums).bound());
  }

  @Override
  public EntropyWeights weights() {
    return EntropyWeights.ONE;
  }

  /**
   * The same model.
   *
   * @throws IllegalArgumentException if a weight is not 1: there is no annealing
   */
  @Override
  public SigmoidBeliefNetwork withWeights(EntropyWeights weights) {
    if (!weights.isOne()) {
      throw new IllegalArgumentException(
          "annealing: must be none for a sigmoid belief network but was " + weights.describe());
    }
    return this;
  }

  @Override
  public SigmoidBeliefNetwork exact() {
    return new SigmoidBeliefNetwork(parameters, posterior, ridge, search, true);
  }

  @Override
  public boolean isExact() {
    return exact;
  }

  /** The states that a row has found depend on where the search began. */
  @Override
  public boolean forgets() {
    return !posterior.listsAll();
  }

  @Override
  public List<ModelEvent> findings(Statistics statistics) {
    double[] activities = sums(statistics).activities();
    double least = 1 / statistics.get(WEIGHT);
    int dead = (int) Arrays.stream(activities).filter(a -> a < least || a > 1 - least).count();
    return dead == 0
        ? List.of()
        : List.of(
            new ModelEvent(
                ModelEvent.Kind.DEAD_LATENT,
                -1,
                dead,
                dead
                    + " of "
                    + activities.length
                    + " latents are dead: on, or off, for less than one row"));
  }

  @Override
  public Map<String, Double> figures(Statistics statistics) {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (posterior.type() == BeliefPosterior.Type.MEAN_FIELD) {
      figures.put(
          "logLikelihood", statistics.get(EnumeratedStep.LOG_LIKELIHOOD) / statistics.get(WEIGHT));
    }
    figures.put("activity", Arrays.stream(sums(statistics).activities()).average().orElse(0));
    return figures;
  }

  @Override
  public SigmoidBeliefNetwork canonical() {
    return with(parameters.canonical());
  }

  @Override
  public long bytes() {
    return 8L * parameters.size();
  }

  /** A scorer with its own scratch memory, for one thread. */
  public SigmoidBeliefScorer scorer() {
    return new SigmoidBeliefScorer(this);
  }

  /**
   * Draws a row.
   *
   * @param row Modified. Overwritten with 0 and 1, length D.
   */
  public void sample(RandomGenerator random, double[] row) {
    parameters.sample(random, row);
  }

  /** The probabilities of the topmost latents, pi. */
  public double[] prior() {
    List<BeliefLayer> layers = parameters.layers();
    return Arrays.stream(layers.get(layers.size() - 1).biases()).map(Logits::probability).toArray();
  }
}
