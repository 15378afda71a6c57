package io.entrosum.init;

import io.entrosum.belief.BeliefPosterior;
import io.entrosum.belief.StateSearch;
import io.entrosum.train.Annealing;
import io.entrosum.train.AscentTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What sigmoid belief network to train, and how.
 *
 * @param layers the number of latents of each layer, that next to the data first; at least one
 * @param posterior the family of posteriors
 * @param method how the bound is climbed
 * @param ridge weight of the squares of weights and biases against the sum of the bound over rows
 * @param search for the states of truncated posteriors in a pass
 * @param restarts the number of starts, trained together; the best is kept
 * @param seed of random starts
 */
public record SigmoidBeliefSpec(
    List<Integer> layers,
    BeliefPosterior posterior,
    Method method,
    double ridge,
    StateSearch search,
    int restarts,
    long seed) {
  /** How the bound is climbed. */
  public enum Method {
    /** Steps along a direction, for all families of posteriors. */
    QUASI_NEWTON,
    /** M-steps to their maximum: logistic regressions; not for truncated posteriors. */
    EM;

    /** The name in configurations. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public SigmoidBeliefSpec {
    layers = List.copyOf(layers);
    if (layers.isEmpty() || layers.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "latent-dimensions: must be one or more numbers >= 1 but were " + layers);
    }
    String problem = posterior.problem(layers.stream().mapToInt(Integer::intValue).sum());
    if (problem != null) {
      throw new IllegalArgumentException("latent-dimensions: " + problem);
    }
    if (method == Method.EM && !posterior.listsAll()) {
      throw new IllegalArgumentException(
          "method: must be quasi-newton for posterior = truncated but was em");
    }
    if (!(ridge >= 0 && ridge < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("ridge: must be >= 0 and finite but was " + ridge);
    }
    if (restarts < 1) {
      throw new IllegalArgumentException("restarts: must be >= 1 but was " + restarts);
    }
  }

  /** A network with defaults: one start, quasi-Newton, no ridge. */
  public static SigmoidBeliefSpec of(BeliefPosterior posterior, Integer... layers) {
    return new SigmoidBeliefSpec(
        List.of(layers), posterior, Method.QUASI_NEWTON, 0, StateSearch.TRAINING, 1, 1);
  }

  /** The same with another method. */
  public SigmoidBeliefSpec with(Method other) {
    return new SigmoidBeliefSpec(layers, posterior, other, ridge, search, restarts, seed);
  }

  /** The same with another ridge. */
  public SigmoidBeliefSpec withRidge(double other) {
    return new SigmoidBeliefSpec(layers, posterior, method, other, search, restarts, seed);
  }

  /** The same with another number of latents next to the data. */
  public SigmoidBeliefSpec withLatentDimensions(int number) {
    List<Integer> others = new ArrayList<>(layers);
    others.set(0, number);
    return new SigmoidBeliefSpec(others, posterior, method, ridge, search, restarts, seed);
  }

  /** The same with another number of starts and another seed. */
  public SigmoidBeliefSpec withStarts(int number, long newSeed) {
    return new SigmoidBeliefSpec(layers, posterior, method, ridge, search, number, newSeed);
  }

  /** The number H of latents of all layers. */
  public int latents() {
    return layers.stream().mapToInt(Integer::intValue).sum();
  }

  /** The number of weights and biases, for D columns. */
  public double parameters(int columns) {
    double parameters = 0;
    int below = columns;
    for (int size : layers) {
      parameters += (size + 1.0) * below;
      below = size;
    }
    return parameters + below;
  }

  /** The numbers in the statistics of a pass, but for single ones, for D columns. */
  public double statistics(int columns) {
    if (posterior.listsAll()) {
      return Math.pow(2, latents()) + Math.pow(2, layers.get(0)) * columns;
    }
    return 2 * parameters(columns) + moments();
  }

  /** The numbers in the second moments of the latents of all layers. */
  double moments() {
    return layers.stream().mapToDouble(size -> (size + 1.0) * (size + 1.0)).sum();
  }

  /** How the bound is climbed. */
  AscentTrainer.Ascent ascent() {
    return new AscentTrainer.Ascent(
        method == Method.QUASI_NEWTON, AscentTrainer.Ascent.DEFAULT.memory(), Annealing.NONE);
  }
}
