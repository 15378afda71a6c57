package io.entrosum.train;

import io.entrosum.model.EpochModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains models that are learned by stochastic gradients. It knows neither the model nor where the
 * data is. Each epoch costs one pass, which evaluates the parameters of the epoch before as well; a
 * last pass evaluates those that are returned.
 *
 * @param rule when to stop; iterations are epochs
 * @param course that the trainings are part of
 */
public record EpochTrainer(StoppingRule rule, List<TrainingListener> listeners, Course course) {
  /** Keeps a copy of the list. */
  public EpochTrainer {
    listeners = List.copyOf(listeners);
  }

  /**
   * Trains from several starts at once: each pass over the data serves all that are not done yet.
   *
   * @param names of the trainings, or none
   * @return the results in the order of the starts
   */
  public <M extends EpochModel<M>> List<TrainingResult<M>> trainTogether(
      Starts<M> starts, List<String> names, Pass pass) {
    List<RunState> kept = course.begin(starts.size());
    List<M> models = kept.isEmpty() ? starts.models() : List.of();
    List<EpochRun<M>> runs = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int index = i;
      List<TrainingListener> watching = listeners;
      if (!names.isEmpty()) {
        watching = listeners.stream().map(listener -> listener.of(names.get(index))).toList();
      }
      runs.add(
          kept.isEmpty()
              ? EpochRun.started(i, models.get(i), rule, watching)
              : EpochRun.restored(
                  i, kept.get(i), model -> starts.restored(index, model), rule, watching));
    }
    TrainingRun.drive(runs, pass, course);
    return runs.stream().map(EpochRun::result).toList();
  }
}
