package io.entrosum.train;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.model.LatentModel;
import io.entrosum.stats.ModelEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What training gave.
 *
 * @param model the trained model, in canonical form
 * @param bound of this very model, with its own posteriors: for exact posteriors the mean
 *     log-likelihood per unit of weight
 * @param rows the number of rows
 * @param weight the sum of their weights
 * @param trace every iteration; steps that were refused are none
 * @param passes of the iterations, and of the steps that were refused: what {@link
 *     StoppingRule#maxIterations} limits. Not counted is that for the bound of the result.
 * @param stopReason why it ended
 * @param events what a user should know: floors that hold in the last M-step, every component that
 *     was removed, in the order of iterations
 * @param figures further figures of the trained model on the data, by name
 */
public record TrainingResult<M extends LatentModel<M>>(
    M model,
    EntropyTerms bound,
    long rows,
    double weight,
    List<Iteration> trace,
    int passes,
    StopReason stopReason,
    List<ModelEvent> events,
    Map<String, Double> figures) {
  /** A result without further figures, and with no step refused after the last iteration. */
  public TrainingResult(
      M model,
      EntropyTerms bound,
      long rows,
      double weight,
      List<Iteration> trace,
      StopReason stopReason,
      List<ModelEvent> events) {
    this(
        model,
        bound,
        rows,
        weight,
        trace,
        trace.isEmpty() ? 0 : trace.get(trace.size() - 1).number(),
        stopReason,
        events,
        Map.of());
  }

  /**
   * A result that was kept, with its model as it was.
   *
   * @param restored makes it of what was kept
   */
  @SuppressWarnings("unchecked") // a course has the types that it began with
  <N extends LatentModel<N>> TrainingResult<N> restored(UnaryOperator<N> restored) {
    return new TrainingResult<>(
        restored.apply((N) model), bound, rows, weight, trace, passes, stopReason, events, figures);
  }

  /**
   * The number of iterations: M-steps, or steps that were kept. A step that was refused because the
   * objective would have fallen is none, though it took a pass.
   */
  public int iterations() {
    return trace.size();
  }

  /** For a person: {@code 77 iterations}, or {@code 77 iterations in 198 passes}. */
  public String iterationsText() {
    String text =
        String.format(Locale.ROOT, "%,d iteration%s", iterations(), iterations() == 1 ? "" : "s");
    return passes == iterations()
        ? text
        : text + String.format(Locale.ROOT, " in %,d passes", passes);
  }

  /** {@code bound * weight}: with exact posteriors the log-likelihood of all rows, nats. */
  public double totalBound() {
    return bound.bound() * weight;
  }

  /** The information criteria of the trained model. */
  public Criteria criteria() {
    return Criteria.of(totalBound(), model.parameters(), weight, bound.assignment() * weight);
  }

  /**
   * Information criteria; less is better.
   *
   * @param aic {@code 2 p - 2 L}
   * @param bic {@code p ln W - 2 L}, W the total weight
   * @param icl {@code bic + 2 sum H[r]}, r the posteriors of the components: BIC of the data
   *     completed by its components
   */
  public record Criteria(double aic, double bic, double icl) {
    /**
     * From the log-likelihood (or bound), the free parameters, the weight and the total entropy of
     * the assignments.
     */
    public static Criteria of(
        double logLikelihood, long parameters, double weight, double assignmentEntropy) {
      double bic = parameters * Math.log(weight) - 2 * logLikelihood;
      return new Criteria(2 * parameters - 2 * logLikelihood, bic, bic + 2 * assignmentEntropy);
    }
  }
}
