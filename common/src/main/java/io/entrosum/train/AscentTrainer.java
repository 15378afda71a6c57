package io.entrosum.train;

import io.entrosum.model.SteppedModel;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains models whose bound is climbed by steps: quasi-Newton, or M-steps in closed form, with
 * annealing. It knows neither the model nor where the data is. Each step costs one pass, a step
 * that was too long one more each time that it is shortened.
 *
 * @param rule when to stop; iterations are passes
 * @param ascent how to climb
 * @param course that the trainings are part of
 */
public record AscentTrainer(
    StoppingRule rule, Ascent ascent, List<TrainingListener> listeners, Course course) {
  /** A trainer of trainings that are part of no course. */
  public AscentTrainer(StoppingRule rule, Ascent ascent, List<TrainingListener> listeners) {
    this(rule, ascent, listeners, Course.unkept());
  }

  /**
   * How to climb.
   *
   * @param quasiNewton false: M-steps in closed form
   * @param memory the number of steps that a quasi-Newton method remembers; 0: the preconditioner
   *     alone
   * @param annealing of the first iterations
   */
  public record Ascent(boolean quasiNewton, int memory, Annealing annealing) {
    /** Quasi-Newton without annealing. */
    public static final Ascent DEFAULT = new Ascent(true, 10, Annealing.NONE);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the memory is negative
     */
    public Ascent {
      if (memory < 0) {
        throw new IllegalArgumentException("memory: must be >= 0 but was " + memory);
      }
    }
  }

  /** The most models of some bytes that a training keeps, besides that of its step. */
  public static long modelsKept(long bytes) {
    return AscentState.mostSince(bytes);
  }

  /** Trains from one start. */
  public <M extends SteppedModel<M>> TrainingResult<M> train(M initial, Pass pass) {
    return trainTogether(List.of(initial), pass).get(0);
  }

  /**
   * Trains from several starts at once: each pass over the data serves all that are not done yet.
   *
   * @return the results in the order of the starts
   */
  public <M extends SteppedModel<M>> List<TrainingResult<M>> trainTogether(
      List<M> initials, Pass pass) {
    return trainTogether(Starts.of(initials), List.of(), pass);
  }

  /**
   * The same, where listeners are told which training is which ({@link TrainingListener#of}).
   *
   * @param names of the trainings, or none
   */
  public <M extends SteppedModel<M>> List<TrainingResult<M>> trainTogether(
      Starts<M> starts, List<String> names, Pass pass) {
    List<RunState> kept = course.begin(starts.size());
    List<M> models = kept.isEmpty() ? starts.models() : List.of();
    List<AscentRun<M>> runs = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      int index = i;
      List<TrainingListener> watching = names.isEmpty() ? listeners : listeners(names.get(i));
      runs.add(
          kept.isEmpty()
              ? AscentRun.started(i, models.get(i), rule, ascent, watching)
              : AscentRun.restored(
                  i, kept.get(i), model -> starts.restored(index, model), rule, ascent, watching));
    }
    TrainingRun.drive(runs, pass, course);
    return runs.stream().map(AscentRun::result).toList();
  }

  private List<TrainingListener> listeners(String name) {
    return listeners.stream().map(listener -> listener.of(name)).toList();
  }
}
