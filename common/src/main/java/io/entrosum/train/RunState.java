package io.entrosum.train;

import io.entrosum.model.LatentModel;
import io.entrosum.stats.ModelEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where a training is: everything that it needs to go on, as values. A training that goes on from
 * here takes the very steps that it would have taken, to the bit.
 */
public sealed interface RunState {
  /**
   * A training that is not over.
   *
   * @param models by the part that they play
   * @param numbers by name. Not modified.
   * @param trace every iteration so far
   * @param events that are to be reported in the end, or with the next iteration
   * @param reason why it is about to end, if it is
   */
  record Open(
      Map<String, LatentModel<?>> models,
      Map<String, double[]> numbers,
      List<Iteration> trace,
      List<ModelEvent> events,
      Optional<StopReason> reason)
      implements RunState {
    /** Keeps copies of the collections. */
    public Open {
      models = new LinkedHashMap<>(models);
      numbers = new LinkedHashMap<>(numbers);
      trace = List.copyOf(trace);
      events = List.copyOf(events);
    }

    /**
     * A model that was kept, as it was.
     *
     * @param restored makes it of what was kept
     */
    @SuppressWarnings("unchecked") // a course has the types that it began with
    <M extends LatentModel<M>> M model(String name, UnaryOperator<M> restored) {
      return restored.apply((M) require(models, name));
    }

    /** Numbers that were kept. */
    double[] array(String name) {
      return require(numbers, name);
    }

    /** One number that was kept. */
    double number(String name) {
      return array(name)[0];
    }

    private static <T> T require(Map<String, T> from, String name) {
      T found = from.get(name);
      if (found == null) {
        throw new IllegalStateException(
            "the checkpoint of a training lacks " + name + "; it has " + from.keySet());
      }
      return found;
    }
  }

  /** A training that is over. */
  record Done(TrainingResult<?> result) implements RunState {}

  /** Every iteration so far. */
  default List<Iteration> trace() {
    return this instanceof Done done ? done.result().trace() : ((Open) this).trace();
  }
}
