package io.entrosum.train;

import io.entrosum.model.LatentModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * The training loop: E-step over the data, M-step on the caller, until the bound settles.
 *
 * <p>It knows neither the model nor where the data is. Each iteration costs one pass; a last pass
 * evaluates the model that is returned, so the reported bound belongs to the returned parameters.
 */
public final class EmTrainer {
  private final StoppingRule rule;
  private final List<TrainingListener> listeners;

  /** A trainer with a stopping rule, watched by listeners. */
  public EmTrainer(StoppingRule rule, List<TrainingListener> listeners) {
    this.rule = rule;
    this.listeners = List.copyOf(listeners);
  }

  /**
   * Trains from several starts and keeps the best.
   *
   * @param initial makes the start of a restart, 0 to restarts - 1
   * @return the result of the highest bound, the first of equals
   */
  public <M extends LatentModel<M>> TrainingResult<M> trainBest(
      int restarts, IntFunction<M> initial, Pass pass) {
    if (restarts < 1) {
      throw new IllegalArgumentException("restarts: must be >= 1 but was " + restarts);
    }
    TrainingResult<M> best = null;
    for (int restart = 0; restart < restarts; restart++) {
      TrainingResult<M> result = train(restart, initial.apply(restart), pass);
      if (best == null || result.bound().bound() > best.bound().bound()) {
        best = result;
      }
      if (result.stopReason() == StopReason.CANCELLED
          || listeners.stream().anyMatch(TrainingListener::cancelled)) {
        break;
      }
    }
    return Objects.requireNonNull(best);
  }

  /** Trains from one start. */
  public <M extends LatentModel<M>> TrainingResult<M> train(M initial, Pass pass) {
    return train(0, initial, pass);
  }

  private <M extends LatentModel<M>> TrainingResult<M> train(int restart, M initial, Pass pass) {
    EmRun<M> run = new EmRun<>(restart, initial, rule, listeners);
    TrainingRun.drive(List.of(run), pass);
    return run.result();
  }

  /**
   * Trains from several starts at once: each pass over the data serves all that are not done yet.
   *
   * <p>The results are those of training one after the other. Listeners hear of all trainings; what
   * they are told does not say of which.
   *
   * @param initials of one kind of model, of the same or of different sizes
   * @return the results in the order of the starts
   */
  public <M extends LatentModel<M>> List<TrainingResult<M>> trainTogether(
      List<M> initials, Pass pass) {
    List<EmRun<M>> runs = new ArrayList<>();
    for (int i = 0; i < initials.size(); i++) {
      runs.add(new EmRun<>(i, initials.get(i), rule, listeners));
    }
    TrainingRun.drive(runs, pass);
    return runs.stream().map(EmRun::result).toList();
  }
}
