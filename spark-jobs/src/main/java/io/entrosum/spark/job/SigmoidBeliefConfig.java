package io.entrosum.spark.job;

import io.entrosum.belief.BeliefPosterior;
import io.entrosum.belief.StateSearch;
import io.entrosum.init.InitMode;
import io.entrosum.init.SigmoidBeliefSpec;
import io.entrosum.model.SigmoidBeliefNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code model} of a sigmoid belief network, and where its training starts.
 *
 * @param latentDimensions the number of latents next to the data, 0 where that is left to {@code
 *     select}
 * @param upperLayers the numbers of latents of the layers above, from below
 * @param posterior the family of posteriors; null: exact where all states can be listed quickly
 * @param states of truncated posteriors
 * @param method how the bound is climbed
 * @param ridge weight of the squares of weights and biases
 * @param init where training starts
 */
record SigmoidBeliefConfig(
    int latentDimensions,
    List<Integer> upperLayers,
    BeliefPosterior.@Nullable Type posterior,
    int states,
    SigmoidBeliefSpec.Method method,
    double ridge,
    InitMode init)
    implements ModelConfig {
  static final ModelType SIGMOID_BELIEF_NETWORK =
      new ModelType(
          SigmoidBeliefNetwork.TYPE,
          Set.of(
              "model.latent-dimensions",
              "model.posterior",
              "model.method",
              "model.upper-layers",
              "model.posterior-states",
              "model.ridge"),
          SigmoidBeliefConfig::of);

  /** Up to so many latents posteriors are exact where nothing else is said. */
  private static final int EXACT_LATENTS = 10;

  private static final int MOST_LATENTS = 1 << 16;
  private static final int MOST_STATES = 100_000;

  static SigmoidBeliefConfig of(Section section, Settings settings) {
    List<Integer> upper = new ArrayList<>();
    for (String text : section.texts("upper-layers")) {
      upper.add(size(section.path("upper-layers"), text));
    }
    BeliefPosterior.Type posterior =
        section.has("posterior")
            ? section.choice(
                "posterior", BeliefPosterior.Type.values(), BeliefPosterior.Type::label)
            : null;
    if (posterior != null
        && posterior != BeliefPosterior.Type.TRUNCATED
        && section.has("posterior-states")) {
      throw JobException.usage(
          "model.posterior-states: means nothing for model.posterior = "
              + posterior.label()
              + " (model.posterior = truncated)");
    }
    return new SigmoidBeliefConfig(
        LatentDimensions.of(section, settings),
        List.copyOf(upper),
        posterior,
        section.has("posterior-states")
            ? (int) section.integer("posterior-states", 1, MOST_STATES)
            : BeliefPosterior.DEFAULT_STATES,
        settings.gives("model.method")
            ? section.choice(
                "method", SigmoidBeliefSpec.Method.values(), SigmoidBeliefSpec.Method::label)
            : SigmoidBeliefSpec.Method.QUASI_NEWTON,
        section.number("ridge", Double.POSITIVE_INFINITY),
        settings.gives("training.init")
            ? settings
                .section("training")
                .choice("init", new InitMode[] {InitMode.RANDOM, InitMode.MODEL}, InitMode::label)
            : InitMode.RANDOM);
  }

  private static int size(String path, String text) {
    if (text.strip().matches("[1-9][0-9]{0,8}")) {
      int size = Integer.parseInt(text.strip());
      if (size <= MOST_LATENTS) {
        return size;
      }
    }
    throw JobException.usage(
        path
            + ": must be a list of whole numbers from 1 to "
            + MOST_LATENTS
            + " but one was "
            + text);
  }

  @Override
  public String type() {
    return SIGMOID_BELIEF_NETWORK.name();
  }

  @Override
  public TrainingJob job(JobContext context) {
    return SigmoidBeliefJob.checked(context, this);
  }

  @Override
  public InitMode init(Section training) {
    return init;
  }

  @Override
  public String startText(TrainingConfig training) {
    return Numbers.format(
        "init %s, %s, ", init.label(), Numbers.count(training.restarts(), "start"));
  }

  /** The family of posteriors with a number of latents next to the data. */
  BeliefPosterior posterior(int latents) {
    int all = latents + upperLayers.stream().mapToInt(Integer::intValue).sum();
    BeliefPosterior.Type type = posterior;
    if (type == null) {
      type = all <= EXACT_LATENTS ? BeliefPosterior.Type.EXACT : BeliefPosterior.Type.TRUNCATED;
    }
    return new BeliefPosterior(type, type == BeliefPosterior.Type.TRUNCATED ? states : 0);
  }

  /** The same with one family of posteriors for all candidates: bounds are to be compared. */
  SigmoidBeliefConfig ofOneKind(int[] candidates) {
    int most = Arrays.stream(candidates).max().orElseThrow();
    return new SigmoidBeliefConfig(
        latentDimensions, upperLayers, posterior(most).type(), states, method, ridge, init);
  }

  /**
   * What to train, with a number of latents next to the data.
   *
   * @throws JobException if that is too many, or the method does not fit the posteriors
   */
  SigmoidBeliefSpec spec(int latents, int restarts, long seed) {
    List<Integer> layers = new ArrayList<>(List.of(latents));
    layers.addAll(upperLayers);
    try {
      return new SigmoidBeliefSpec(
          layers, posterior(latents), method, ridge, StateSearch.TRAINING, restarts, seed);
    } catch (IllegalArgumentException e) {
      throw JobException.usage("model." + e.getMessage());
    }
  }
}
