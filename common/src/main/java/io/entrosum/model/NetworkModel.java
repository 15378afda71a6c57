package io.entrosum.model;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.LearnerState;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.VaeParameters;
import io.entrosum.vae.VaeStep;
import io.entrosum.vae.VaeSums;
import io.entrosum.vae.VarianceMethod;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model whose posteriors are those of a network, learned by minibatch steps: what autoencoders
 * and amortised sparse coding share.
 *
 * <p>A pass costs about {@code 2 P} flops a row and sample to evaluate and {@code 6 P} to learn, P
 * the weights; it sends and returns 3 P numbers.
 *
 * @param <M> the model itself
 */
public abstract class NetworkModel<M extends NetworkModel<M>> implements EpochModel<M> {
  private static final long serialVersionUID = 1L;

  private final VaeParameters parameters;
  private final LearningSettings settings;
  private final @Nullable Optimiser optimiser;

  /** Null where passes take no steps. Immutable by agreement. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  record Optimiser(float[] first, float[] second, double steps) implements Serializable {
    private static Optimiser fresh(int size) {
      return new Optimiser(new float[size], new float[size], 0);
    }

    private LearnerState at(float[] weights) {
      return new LearnerState(weights.clone(), first.clone(), second.clone(), steps);
    }
  }

  NetworkModel(VaeParameters parameters, LearningSettings settings, @Nullable Optimiser optimiser) {
    this.parameters = parameters;
    this.settings = settings;
    this.optimiser = optimiser;
  }

  /** The model of the same kind of these. */
  abstract M of(VaeParameters other, LearningSettings how, @Nullable Optimiser where);

  /** The same model at the start of a training. */
  public M learning(LearningSettings other) {
    return of(parameters, other, Optimiser.fresh(parameters.weights().length));
  }

  /** The parameters of networks and distributions. */
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
  public int dimensions() {
    return architecture().columns();
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
  public Update<M> mStep(Statistics statistics) {
    M here = fitted(statistics);
    if (optimiser == null) {
      return new Update<>(here, here.bound(statistics), List.of());
    }
    LearnerState next =
        settings.steps() == LearningSettings.Steps.SYNCHRONOUS
            ? VaeLearning.step(optimiser.at(parameters.weights()), statistics, settings.rate())
            : VaeLearning.averaged(statistics);
    M moved =
        of(
            here.vae().withWeights(next.weights()),
            settings,
            new Optimiser(next.first(), next.second(), next.steps()));
    return new Update<>(moved, here.bound(statistics), List.of());
  }

  @Override
  public EntropyTerms bound(Statistics statistics) {
    return VaeBound.of(parameters, statistics).terms();
  }

  @Override
  public M still() {
    return of(parameters, settings, null);
  }

  @Override
  public M slower() {
    return of(parameters, settings.withRate(.5 * settings.rate()), optimiser);
  }

  @Override
  public M fitted(Statistics statistics) {
    if (parameters.variances() != VarianceMethod.CLOSED_FORM) {
      return of(parameters, settings, optimiser);
    }
    return of(VaeBound.of(parameters, statistics).optimum(), settings, optimiser);
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
  public M withOptimiser(double[] remembered) {
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
    return of(parameters, settings, new Optimiser(first, second, remembered[2 * p]));
  }

  @Override
  public boolean hasExactPosterior() {
    return false;
  }

  @Override
  public long bytes() {
    return 4L * parameters.weights().length * (optimiser == null ? 1 : 3)
        + 8L * (latentDimensions() + 2L * dimensions());
  }
}
