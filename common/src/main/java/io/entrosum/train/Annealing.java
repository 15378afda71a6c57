package io.entrosum.train;

import io.entrosum.entropy.EntropyWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Weights on the parts of the bound in the first iterations of a training; afterwards all are 1.
 *
 * @param stages one after the other
 * @param iterations of each stage, at least 1
 */
public record Annealing(List<EntropyWeights> stages, int iterations) {
  /** No annealing. */
  public static final Annealing NONE = new Annealing(List.of(), 1);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a stage has no iterations
   */
  public Annealing {
    stages = List.copyOf(stages);
    if (iterations < 1) {
      throw new IllegalArgumentException(
          "annealing.iterations: must be >= 1 but was " + iterations);
    }
  }

  /**
   * The prior weights 10, 8, 6, 4, 2 (arXiv 2311.01888 and its authors' code).
   *
   * @param iterations of each
   */
  public static Annealing prior(int iterations) {
    return of(Annealing::ofPrior, iterations, 10, 8, 6, 4, 2);
  }

  /**
   * The likelihood weights 1/7, 1/6, 1/5, 1/4, 1/3, 1/2 (arXiv 2311.01888 and its authors' code).
   *
   * @param iterations of each
   */
  public static Annealing likelihood(int iterations) {
    return of(Annealing::ofLikelihood, iterations, 1 / 7., 1 / 6., 1 / 5., 1 / 4., 1 / 3., 1 / 2.);
  }

  /** A list of weights of one part. */
  public static Annealing of(
      DoubleFunction<EntropyWeights> part, int iterations, double... weights) {
    List<EntropyWeights> stages = new ArrayList<>();
    for (double weight : weights) {
      stages.add(part.apply(weight));
    }
    return new Annealing(stages, iterations);
  }

  /**
   * The weight of one part in equal steps.
   *
   * @param from in the first iteration
   * @param to in the first after the last
   * @param iterations how many in all
   */
  public static Annealing linear(
      DoubleFunction<EntropyWeights> part, double from, double to, int iterations) {
    double[] weights = new double[Math.max(0, iterations)];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = from + (to - from) * i / weights.length;
    }
    return of(part, 1, weights);
  }

  /** A weight on the prior. */
  public static EntropyWeights ofPrior(double weight) {
    return new EntropyWeights(1, weight, 1);
  }

  /** A weight on the likelihood. */
  public static EntropyWeights ofLikelihood(double weight) {
    return new EntropyWeights(1, 1, weight);
  }

  /** A weight on the entropy of posteriors. */
  public static EntropyWeights ofPosterior(double weight) {
    return new EntropyWeights(weight, 1, 1);
  }

  /** The number of iterations that have weights. */
  public int length() {
    return Math.multiplyExact(stages.size(), iterations);
  }

  /**
   * The weights in an iteration.
   *
   * @param iteration from 1
   */
  public EntropyWeights weights(int iteration) {
    int stage = (iteration - 1) / iterations;
    return stage < stages.size() ? stages.get(stage) : EntropyWeights.ONE;
  }
}
