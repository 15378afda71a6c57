package io.entrosum.train;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.linalg.NumericalException;
import io.entrosum.model.LatentModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

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
    listeners.forEach(listener -> listener.started(restart, initial));
    M model = initial;
    List<Iteration> trace = new ArrayList<>();
    List<ModelEvent> removals = new ArrayList<>();
    StopReason reason = StopReason.MAX_ITERATIONS;
    double changeBefore = Double.NaN;
    while (trace.size() < rule.maxIterations()) {
      long start = System.nanoTime();
      Iteration last = trace.isEmpty() ? null : trace.get(trace.size() - 1);
      Statistics statistics = pass.eStep(model, describe(model, trace.size() + 1, last));
      LatentModel.Update<M> update = model.mStep(statistics);
      double bound = update.bound().bound();
      double change = last == null ? Double.NaN : bound - last.bound().bound();
      if (!Double.isFinite(bound)) {
        throw new NumericalException(
            "the bound of " + model.type() + " is " + bound + " in iteration " + (trace.size() + 1),
            "look for extreme values in the data, or rescale its columns");
      }
      if (rule.fell(bound, change)) {
        reason = StopReason.BOUND_FELL;
        break;
      }
      model = update.model();
      Iteration iteration =
          new Iteration(
              trace.size() + 1,
              update.bound(),
              change,
              (System.nanoTime() - start) * 1e-9,
              Math.round(statistics.get(LatentModel.ROWS)),
              statistics.get(LatentModel.WEIGHT),
              update.events());
      trace.add(iteration);
      update.events().stream()
          .filter(event -> event.kind() == ModelEvent.Kind.EMPTY_COMPONENT)
          .forEach(removals::add);
      M current = model;
      listeners.forEach(listener -> listener.iterated(iteration, current));
      if (rule.converged(bound, change, changeBefore)) {
        reason = StopReason.CONVERGED;
        break;
      }
      if (listeners.stream().anyMatch(TrainingListener::cancelled)) {
        reason = StopReason.CANCELLED;
        break;
      }
      changeBefore = change;
    }
    TrainingResult<M> result = finish(model.canonical(), pass, trace, reason, removals);
    listeners.forEach(listener -> listener.stopped(result));
    return result;
  }

  private static <M extends LatentModel<M>> TrainingResult<M> finish(
      M model, Pass pass, List<Iteration> trace, StopReason reason, List<ModelEvent> removals) {
    Statistics statistics = pass.eStep(model, model.type() + ": bound of the trained model");
    EntropyTerms bound = model.bound(statistics);
    List<ModelEvent> events = new ArrayList<>(removals);
    if (!trace.isEmpty()) {
      trace.get(trace.size() - 1).events().stream()
          .filter(event -> event.kind() != ModelEvent.Kind.EMPTY_COMPONENT)
          .forEach(events::add);
    }
    return new TrainingResult<>(
        model,
        bound,
        Math.round(statistics.get(LatentModel.ROWS)),
        statistics.get(LatentModel.WEIGHT),
        List.copyOf(trace),
        reason,
        List.copyOf(events));
  }

  private static String describe(LatentModel<?> model, int number, @Nullable Iteration last) {
    return last == null
        ? String.format(Locale.ROOT, "%s: iteration %d", model.type(), number)
        : String.format(
            Locale.ROOT,
            "%s: iteration %d, bound %.6f",
            model.type(),
            number,
            last.bound().bound());
  }
}
