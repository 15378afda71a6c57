package io.entrosum.train;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.stats.ModelEvent;
import java.util.List;

/**
 * One iteration of training: an E-step over all rows and the M-step after it.
 *
 * @param number from 1
 * @param bound the bound after the M-step, and its entropies
 * @param change of the bound since the iteration before; NaN in the first
 * @param seconds of wall-clock time
 * @param rows that the E-step saw
 * @param weight their total weight
 * @param events of the M-step
 * @param objective what is climbed: the bound, or under annealing that with weights on its parts
 * @param weights these weights, all 1 without annealing
 */
public record Iteration(
    int number,
    EntropyTerms bound,
    double change,
    double seconds,
    long rows,
    double weight,
    List<ModelEvent> events,
    double objective,
    EntropyWeights weights) {
  /** An iteration without annealing. */
  public Iteration(
      int number,
      EntropyTerms bound,
      double change,
      double seconds,
      long rows,
      double weight,
      List<ModelEvent> events) {
    this(number, bound, change, seconds, rows, weight, events, bound.bound(), EntropyWeights.ONE);
  }

  /** The same with another number. */
  public Iteration renumbered(int offset) {
    return new Iteration(
        number + offset, bound, change, seconds, rows, weight, events, objective, weights);
  }
}
