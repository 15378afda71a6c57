package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearnerState;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.VaeParameters;
import io.entrosum.vae.VaeStep;
import io.entrosum.vae.VaeSums;
import io.entrosum.vae.VarianceMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A variational autoencoder.
 *
 * <pre>
 *   z ~ N(0, diag alpha^2)               H latents
 *   x ~ N(mu(z), s2 I), N(mu(z), diag s2_d(z)) or Bernoulli(sigmoid(a(z)))     a row of D columns
 *   q(z | x) = N(nu(x), diag tau^2(x))   mu, a, nu, tau: networks
 * </pre>
 *
 * <p>The bound is a sum of three entropies where s2 and the scale of the latents are at their
 * optimum, and elsewhere misses it by what {@link VaeBound} says, exactly. Expectations over
 * latents are means over draws, or exact where the decoder is affine. A pass costs about {@code 2
 * P} flops a row and sample to evaluate and {@code 6 P} to learn, P the weights; it sends and
 * returns 3 P numbers. Sources: arXiv 2010.14860, 2501.09022; derivation: notes on autoencoders.
 */
public final class VaeModel implements EpochModel<VaeModel> {
  private static final long serialVersionUID = 1L;

  /** The name of the type. */
  public static final String TYPE = "vae";

  private final VaeParameters parameters;
  private final LearningSettings settings;
  private final @Nullable Optimiser optimiser;

  /** Null where passes take no steps. Immutable by agreement. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Optimiser(float[] first, float[] second, double steps)
      implements java.io.Serializable {
    static Optimiser fresh(int size) {
      return new Optimiser(new float[size], new float[size], 0);
    }

    LearnerState at(float[] weights) {
      return new LearnerState(weights.clone(), first.clone(), second.clone(), steps);
    }
  }

  private VaeModel(
      VaeParameters parameters, LearningSettings settings, @Nullable Optimiser optimiser) {
    this.parameters = parameters;
    this.settings = settings;
    this.optimiser = optimiser;
  }

  /**
   * A model that is not being trained.
   *
   * @param settings of which the draws of the latents are used
   */
  public VaeModel(VaeParameters parameters, LearningSettings settings) {
    this(parameters, settings, null);
  }

  /** The same model at the start of a training. */
  public VaeModel learning(LearningSettings other) {
    return new VaeModel(parameters, other, Optimiser.fresh(parameters.weights().length));
  }

  /** The parameters. */
  public VaeParameters vae() {
    return parameters;
  }

  /** How it is learned. */
  public LearningSettings settings() {
    return settings;
  }

  /** The networks. */
  public Architecture architecture() {
    return parameters.architecture();
  }

  /** The number H of latents. */
  public int latentDimensions() {
    return architecture().latents();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public int dimensions() {
    return architecture().columns();
  }

  @Override
  public long parameters() {
    return parameters.count();
  }

  @Override
  public StatisticsLayout layout() {
    StatisticsLayout.Builder layout = StatisticsLayout.builder().add(ROWS).add(WEIGHT);
    VaeSums.addSlots(layout, parameters, settings, optimiser != null);
    return layout.build();
  }

  @Override
  public EStep eStep() {
    return still().eStep(StepCourse.fresh(0, 0));
  }

  @Override
  public EStep eStep(StepCourse course) {
    LearnerState start = optimiser == null ? null : optimiser.at(parameters.weights());
    VaeStep step = new VaeStep(parameters, settings, start, course.step());
    return (block, into) -> {
      count(block, into);
      step.add(block, into);
    };
  }

  private static void count(Block block, Statistics into) {
    double weight = 0;
    for (int i = 0; i < block.rows(); i++) {
      weight += block.weight(i);
    }
    into.add(ROWS, block.rows());
    into.add(WEIGHT, weight);
  }

  /** What the steps of a pass came to, and the bound of the parameters that it began with. */
  @Override
  public Update<VaeModel> mStep(Statistics statistics) {
    VaeModel here = fitted(statistics);
    if (optimiser == null) {
      return new Update<>(here, here.bound(statistics), List.of());
    }
    LearnerState next =
        settings.steps() == LearningSettings.Steps.SYNCHRONOUS
            ? VaeLearning.step(optimiser.at(parameters.weights()), statistics, settings.rate())
            : VaeLearning.averaged(statistics);
    VaeModel moved =
        new VaeModel(
            here.parameters.withWeights(next.weights()),
            settings,
            new Optimiser(next.first(), next.second(), next.steps()));
    return new Update<>(moved, here.bound(statistics), List.of());
  }

  @Override
  public EntropyTerms bound(Statistics statistics) {
    return VaeBound.of(parameters, statistics).terms();
  }

  @Override
  public VaeModel still() {
    return new VaeModel(parameters, settings, null);
  }

  @Override
  public VaeModel slower() {
    return new VaeModel(parameters, settings.withRate(.5 * settings.rate()), optimiser);
  }

  @Override
  public VaeModel fitted(Statistics statistics) {
    if (parameters.variances() != VarianceMethod.CLOSED_FORM) {
      return this;
    }
    return new VaeModel(VaeBound.of(parameters, statistics).optimum(), settings, optimiser);
  }

  @Override
  public double[] optimiser() {
    if (optimiser == null) {
      return new double[0];
    }
    int p = parameters.weights().length;
    double[] all = new double[2 * p + 1];
    for (int i = 0; i < p; i++) {
      all[i] = optimiser.first[i];
      all[p + i] = optimiser.second[i];
    }
    all[2 * p] = optimiser.steps;
    return all;
  }

  @Override
  public VaeModel withOptimiser(double[] remembered) {
    if (remembered.length == 0) {
      return still();
    }
    int p = parameters.weights().length;
    float[] first = new float[p];
    float[] second = new float[p];
    for (int i = 0; i < p; i++) {
      first[i] = (float) remembered[i];
      second[i] = (float) remembered[p + i];
    }
    return new VaeModel(parameters, settings, new Optimiser(first, second, remembered[2 * p]));
  }

  /**
   * The mean entropy of the posterior of each latent, nats, [H]: {@code 1/2 ln(2 pi e)} and no more
   * where a latent has collapsed to its prior, less where it tells of rows. With a prior of
   * variance alpha_h^2 in units of alpha_h.
   */
  public double[] encoderEntropies(Statistics statistics) {
    return VaeBound.of(parameters, statistics).encoderEntropies();
  }

  @Override
  public Map<String, Double> figures(Statistics statistics) {
    VaeBound bound = VaeBound.of(parameters, statistics);
    Map<String, Double> figures = new LinkedHashMap<>();
    double[] entropies = bound.encoderEntropies();
    int active = 0;
    for (int i = 0; i < entropies.length; i++) {
      figures.put("encoderEntropy." + (i + 1), entropies[i]);
      active += entropies[i] > VaeBound.COLLAPSED ? 0 : 1;
    }
    figures.put("activeLatents", (double) active);
    return figures;
  }

  @Override
  public List<ModelEvent> findings(Statistics statistics) {
    double[] entropies = encoderEntropies(statistics);
    int collapsed = 0;
    for (double entropy : entropies) {
      collapsed += entropy > VaeBound.COLLAPSED ? 1 : 0;
    }
    return collapsed == 0
        ? List.of()
        : List.of(
            new ModelEvent(
                ModelEvent.Kind.DEAD_LATENT,
                -1,
                collapsed,
                collapsed
                    + " of "
                    + entropies.length
                    + " latents have collapsed: the mean entropy of their posteriors is above "
                    + VaeBound.COLLAPSED
                    + " nats"));
  }

  @Override
  public boolean hasExactPosterior() {
    return false;
  }

  /** The same: latents are not exchangeable without changing the networks. */
  @Override
  public VaeModel canonical() {
    return this;
  }

  @Override
  public long bytes() {
    return 4L * parameters.weights().length * (optimiser == null ? 1 : 3)
        + 8L * (latentDimensions() + 2L * dimensions());
  }

  /** A scorer, for one thread. */
  public VaeScorer scorer() {
    return new VaeScorer(this);
  }
}
