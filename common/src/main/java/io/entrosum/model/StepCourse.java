package io.entrosum.model;

import java.io.Serializable;
import java.util.List;

/**
 * Where in the course of a training an E-step is. Posteriors that are sought by iterations go on
 * from where the E-step before left them; what it left is kept beside the data, may be lost with
 * it, and can be made again: from nothing, by the E-steps since all posteriors were last sought
 * from nothing. So the same course gives the same bits, whatever is lost on the way.
 *
 * @param training tells apart the trainings that share the data
 * @param step the number of this E-step in its training; it goes on from what number {@code step -
 *     1} left
 * @param since the models of the E-steps before, first the one that began from nothing; empty: this
 *     one does
 */
public record StepCourse(int training, long step, List<? extends LatentModel<?>> since)
    implements Serializable {
  /** Keeps a copy of the list. */
  public StepCourse {
    since = List.copyOf(since);
  }

  /** An E-step that begins from nothing. */
  public static StepCourse fresh(int training, long step) {
    return new StepCourse(training, step, List.of());
  }

  /** Whether posteriors are sought from nothing. */
  public boolean isFresh() {
    return since.isEmpty();
  }

  /** Roughly how many bytes the models of the E-steps before have. */
  public long bytes() {
    return since.stream().mapToLong(LatentModel::bytes).sum();
  }
}
