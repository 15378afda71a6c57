package io.entrosum.spark.ml;

import io.entrosum.stats.ModelEvent;
import io.entrosum.train.StopReason;
import io.entrosum.train.TrainingResult;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How a training went.
 *
 * @param stopReason why it ended
 * @param bounds after each iteration, means per unit of weight, nats
 * @param warnings what a user should know, a line each
 */
public record TrainingCourse(StopReason stopReason, List<Double> bounds, List<String> warnings)
    implements Serializable {
  /** Copies the lists. */
  public TrainingCourse {
    bounds = List.copyOf(bounds);
    warnings = List.copyOf(warnings);
  }

  /**
   * The course of a training.
   *
   * @param before what there is to say about the data
   */
  static TrainingCourse of(TrainingResult<?> result, List<String> before) {
    List<String> warnings = new ArrayList<>(before);
    result.events().stream().map(ModelEvent::message).forEach(warnings::add);
    if (result.stopReason() == StopReason.MAX_ITERATIONS) {
      warnings.add("not converged after " + result.iterationsText() + " (maxIter, tol)");
    } else if (result.stopReason() == StopReason.BOUND_FELL) {
      warnings.add(
          "the last step would have lowered the bound (rounding, or data at the limits of double precision); the model before it is kept");
    }
    return new TrainingCourse(
        result.stopReason(),
        result.trace().stream().map(iteration -> iteration.bound().bound()).toList(),
        warnings);
  }
}
