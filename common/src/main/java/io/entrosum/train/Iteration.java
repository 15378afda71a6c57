package io.entrosum.train;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.stats.ModelEvent;
import java.util.List;

/**
 * One iteration of training: an E-step over all rows and the M-step after it; or, of models that
 * are trained by steps, a step that was kept.
 *
 * @param number of its pass, from 1; passes of refused steps have no iteration
 * @param bound the bound after it, and its entropies
 * @param change of the bound since the iteration before; NaN in the first
 * @param seconds of wall-clock time, those of refused steps before it among them
 * @param rows that the E-step saw
 * @param weight their total weight
 * @param events of the M-step, or of the step
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
