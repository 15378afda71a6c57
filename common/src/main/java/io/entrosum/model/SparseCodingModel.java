package io.entrosum.model;

import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.CodeStep;
import io.entrosum.coding.CodeSums;
import io.entrosum.coding.DictionaryStep;
import io.entrosum.coding.PosteriorType;
import io.entrosum.coding.SearchLimits;
import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Sparse coding: a dictionary whose latents have Laplace priors.
 *
 * <pre>
 *   z_h ~ Laplace(lambda_h)     H latents
 *   x   ~ N(W z, s2 I)          a row of D columns; the columns of W have unit norm
 *   q(z | x) = N(nu, T)         the posterior of a row, T full or diagonal
 * </pre>
 *
 * <p>Posteriors are not exact: the bound is below the log-likelihood, for every row by the
 * divergence of q from the true posterior. At the optimum of scales and noise it is the sum of
 * entropies {@code mean H[q] - sum_h ln(2 e lambda_h) - D/2 ln(2 pi e s2)}. Source: arXiv
 * 2311.01888; derivation: notes on sparse coding.
 */
public final class SparseCodingModel
    implements SteppedModel<SparseCodingModel>, SparseCoding<SparseCodingModel> {
  private static final long serialVersionUID = 1L;

  /** The name of the type. */
  public static final String TYPE = "sparse-coding";

  private final CodeParameters parameters;
  private final PosteriorType posterior;
  private final SparseCodingSettings settings;
  private final EntropyWeights weights;
  private final boolean exact;

  /** A model that is not being trained. */
  public SparseCodingModel(CodeParameters parameters, PosteriorType posterior) {
    this(parameters, posterior, SparseCodingSettings.NONE, EntropyWeights.ONE, true);
  }

  /** A model in training. */
  public SparseCodingModel(
      CodeParameters parameters, PosteriorType posterior, SparseCodingSettings settings) {
    this(parameters, posterior, settings, EntropyWeights.ONE, false);
  }

  private SparseCodingModel(
      CodeParameters parameters,
      PosteriorType posterior,
      SparseCodingSettings settings,
      EntropyWeights weights,
      boolean exact) {
    this.parameters = parameters;
    this.posterior = posterior;
    this.settings = settings;
    this.weights = weights;
    this.exact = exact;
  }

  private SparseCodingModel with(CodeParameters other) {
    return new SparseCodingModel(other, posterior, settings, weights, exact);
  }

  @Override
  public CodeParameters codes() {
    return parameters;
  }

  @Override
  public int latentDimensions() {
    return parameters.latents();
  }

  @Override
  public String posteriorLabel() {
    return posterior.label();
  }

  /** The family of posteriors. */
  public PosteriorType posterior() {
    return posterior;
  }

  /** What training wants of it. */
  public SparseCodingSettings settings() {
    return settings;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int dimensions() {
    return parameters.columns();
  }

  /** The columns of the dictionary are on spheres, so {@code H (D - 1) + H + 1}. */
  @Override
  public long parameters() {
    return (long) dimensions() * latentDimensions() + 1;
  }

  @Override
  public StatisticsLayout layout() {
    StatisticsLayout.Builder layout = StatisticsLayout.builder().add(ROWS).add(WEIGHT);
    CodeSums.addSlots(layout, dimensions(), latentDimensions());
    return layout.build();
  }

  @Override
  public EStep eStep() {
    CodeStep step = codeStep();
    return (block, into) -> {
      count(block, into);
      step.add(block, exact, into);
    };
  }

  @Override
  public EStep eStep(StepCourse course) {
    CodeStep step = codeStep();
    Iterable<CodeStep> since =
        () ->
            course.since().stream().map(model -> ((SparseCodingModel) model).codeStep()).iterator();
    return (block, into) -> {
      count(block, into);
      step.add(block, course.training(), course.step(), course.isFresh(), since, exact, into);
    };
  }

  private CodeStep codeStep() {
    return new CodeStep(
        parameters, posterior, weights, exact ? SearchLimits.EXACT : settings.limits());
  }

  private static void count(Block block, Statistics into) {
    double weight = 0;
    for (int i = 0; i < block.rows(); i++) {
      weight += block.weight(i);
    }
    into.add(ROWS, block.rows());
    into.add(WEIGHT, weight);
  }

  /** The sums of an E-step as means. */
  private CodeSums sums(Statistics statistics) {
    return CodeSums.of(statistics, statistics.get(WEIGHT), dimensions(), latentDimensions());
  }

  @Override
  public Update<SparseCodingModel> mStep(Statistics statistics) {
    CodeSums sums = sums(statistics);
    List<ModelEvent> events = new ArrayList<>();
    boolean free = settings.method() == DictionaryMethod.LEAST_SQUARES && weights.isOne();
    double[] dictionary =
        free
            ? DictionaryStep.leastSquares(sums, parameters)
            : DictionaryStep.columns(sums, parameters);
    double noise = sums.noiseOf(dictionary, parameters);
    double[] scales = sums.absolute().clone();
    double stretch = 0;
    double[] norms = CodeParameters.norms(dimensions(), scales.length, dictionary);
    for (int i = 0; i < scales.length; i++) {
      if (!free || !(norms[i] > 0)) {
        continue;
      }
      scales[i] *= norms[i];
      stretch += Math.log(norms[i]);
    }
    SparseCodingModel model = floored(dictionary, scales, noise, events);
    EntropyTerms bound = new SparseCodingBound(model.parameters, sums).atOptimum(stretch);
    return new Update<>(model, bound, events);
  }

  /** The model of other parameters with unit norms, no scale and no noise below its floor. */
  SparseCodingModel floored(
      double[] dictionary, double[] scales, double noise, List<ModelEvent> events) {
    return with(settings.floored(dictionary, scales, noise, weights, events));
  }

  @Override
  public EntropyTerms bound(Statistics statistics) {
    return new SparseCodingBound(parameters, sums(statistics)).terms();
  }

  @Override
  public double[] coordinates() {
    int size = parameters.dictionary().length;
    int h = latentDimensions();
    double[] all = new double[size + h + 1];
    System.arraycopy(parameters.dictionary(), 0, all, 0, size);
    for (int i = 0; i < h; i++) {
      all[size + i] = Math.log(parameters.scales()[i]);
    }
    all[size + h] = Math.log(parameters.noise());
    return all;
  }

  @Override
  public Slope<SparseCodingModel> slope(Statistics statistics) {
    return new SparseCodingSlope(this, sums(statistics));
  }

  @Override
  public EntropyWeights weights() {
    return weights;
  }

  @Override
  public SparseCodingModel withWeights(EntropyWeights other) {
    return new SparseCodingModel(parameters, posterior, settings, other, exact);
  }

  @Override
  public SparseCodingModel exact() {
    return new SparseCodingModel(parameters, posterior, settings, EntropyWeights.ONE, true);
  }

  @Override
  public boolean isExact() {
    return exact;
  }

  @Override
  public List<ModelEvent> findings(Statistics statistics) {
    List<ModelEvent> findings = new ArrayList<>(deadLatents());
    floored(dictionary(), scales(), noise(), findings);
    return findings;
  }

  @Override
  public Map<String, Double> figures(Statistics statistics) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("gini", statistics.get(CodeSums.GINI) / statistics.get(WEIGHT));
    figures.put("unfinishedRows", statistics.get(CodeSums.UNFINISHED));
    return figures;
  }

  @Override
  public boolean hasExactPosterior() {
    return false;
  }

  /** Latents by falling scale; the largest element of each field is positive. */
  @Override
  public SparseCodingModel canonical() {
    return with(parameters.canonical());
  }

  @Override
  public long bytes() {
    return 8L * (parameters.dictionary().length + latentDimensions() + 1);
  }

  @Override
  public SparseCodingScorer scorer() {
    return new SparseCodingScorer(this);
  }

  /**
   * Draws a row.
   *
   * @param row Modified. Overwritten, length D.
   */
  public void sample(RandomGenerator random, double[] row) {
    sampler().sample(random, row);
  }
}
