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
  private final Course course;

  /** A trainer with a stopping rule, watched by listeners. */
  public EmTrainer(StoppingRule rule, List<TrainingListener> listeners) {
    this(rule, listeners, Course.unkept());
  }

  /** The same for trainings that are part of a course. */
  public EmTrainer(StoppingRule rule, List<TrainingListener> listeners, Course course) {
    this.rule = rule;
    this.listeners = List.copyOf(listeners);
    this.course = course;
  }

  /**
   * Trains from several starts, one after the other, and keeps the best.
   *
   * @param starts of one training each
   * @return the result of the highest bound, the first of equals
   */
  public <M extends LatentModel<M>> TrainingResult<M> trainBest(
      int restarts, IntFunction<Starts<M>> starts, Pass pass) {
    if (restarts < 1) {
      throw new IllegalArgumentException("restarts: must be >= 1 but was " + restarts);
    }
    TrainingResult<M> best = null;
    for (int restart = 0; restart < restarts; restart++) {
      TrainingResult<M> result = train(restart, starts.apply(restart), pass).get(0);
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
    return trainTogether(List.of(initial), pass).get(0);
  }

  /** Trains from several starts at once, see {@link #trainTogether(Starts, Pass)}. */
  public <M extends LatentModel<M>> List<TrainingResult<M>> trainTogether(
      List<M> initials, Pass pass) {
    return trainTogether(Starts.of(initials), pass);
  }

  /**
   * Trains from several starts at once: each pass over the data serves all that are not done yet.
   *
   * <p>The results are those of training one after the other.
   *
   * @param starts of one kind of model, of the same or of different sizes
   * @return the results in the order of the starts
   */
  public <M extends LatentModel<M>> List<TrainingResult<M>> trainTogether(
      Starts<M> starts, Pass pass) {
    return train(0, starts, pass);
  }

  private <M extends LatentModel<M>> List<TrainingResult<M>> train(
      int firstNumber, Starts<M> starts, Pass pass) {
    List<RunState> kept = course.begin(starts.size());
    List<EmRun<M>> runs = new ArrayList<>();
    if (kept.isEmpty()) {
      List<M> models = starts.models();
      for (int i = 0; i < models.size(); i++) {
        runs.add(EmRun.started(firstNumber + i, models.get(i), rule, listeners));
      }
    } else {
      for (int i = 0; i < kept.size(); i++) {
        int index = i;
        runs.add(
            EmRun.restored(
                firstNumber + i,
                kept.get(i),
                model -> starts.restored(index, model),
                rule,
                listeners));
      }
    }
    TrainingRun.drive(runs, pass, course);
    return runs.stream().map(EmRun::result).toList();
  }
}
