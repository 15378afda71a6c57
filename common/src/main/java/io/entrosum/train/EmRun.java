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
import org.jspecify.annotations.Nullable;

/**
 * Expectation maximisation.
 *
 * <p>Each iteration takes one E-step; the last E-step evaluates the model that is returned, so the
 * reported bound belongs to the returned parameters.
 */
final class EmRun<M extends LatentModel<M>> implements TrainingRun<M> {
  private final int restart;
  private final StoppingRule rule;
  private final List<TrainingListener> listeners;
  private final List<Iteration> trace = new ArrayList<>();
  private final List<ModelEvent> removals = new ArrayList<>();
  private M model;
  private double changeBefore = Double.NaN;
  private long start = System.nanoTime();
  private @Nullable StopReason reason;
  private @Nullable TrainingResult<M> result;

  EmRun(int restart, M initial, StoppingRule rule, List<TrainingListener> listeners) {
    this.restart = restart;
    this.model = initial;
    this.rule = rule;
    this.listeners = listeners;
    listeners.forEach(listener -> listener.started(restart, initial));
    if (rule.maxIterations() == 0) {
      stop(StopReason.MAX_ITERATIONS);
    }
  }

  @Override
  public int number() {
    return restart;
  }

  @Override
  public boolean done() {
    return result != null;
  }

  @Override
  public TrainingResult<M> result() {
    return Objects.requireNonNull(result);
  }

  @Override
  public M wanted() {
    return model;
  }

  @Override
  public String description() {
    if (reason != null) {
      return model.type() + ": bound of the trained model";
    }
    return trace.isEmpty()
        ? String.format(Locale.ROOT, "%s: iteration %d", model.type(), 1)
        : String.format(
            Locale.ROOT,
            "%s: iteration %d, bound %.6f",
            model.type(),
            trace.size() + 1,
            trace.get(trace.size() - 1).bound().bound());
  }

  @Override
  public void accept(Statistics statistics) {
    if (reason == null) {
      iterate(statistics);
    } else {
      finish(statistics, reason);
    }
    start = System.nanoTime();
  }

  private void iterate(Statistics statistics) {
    Iteration last = trace.isEmpty() ? null : trace.get(trace.size() - 1);
    LatentModel.Update<M> update = model.mStep(statistics);
    double bound = update.bound().bound();
    double change = last == null ? Double.NaN : bound - last.bound().bound();
    if (!Double.isFinite(bound)) {
      throw new NumericalException(
          "the bound of " + model.type() + " is " + bound + " in iteration " + (trace.size() + 1),
          "look for extreme values in the data, or rescale its columns");
    }
    if (rule.fell(bound, change)) {
      stop(StopReason.BOUND_FELL);
      return;
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
      stop(StopReason.CONVERGED);
    } else if (listeners.stream().anyMatch(TrainingListener::cancelled)) {
      stop(StopReason.CANCELLED);
    } else if (trace.size() >= rule.maxIterations()) {
      stop(StopReason.MAX_ITERATIONS);
    }
    changeBefore = change;
  }

  private void stop(StopReason why) {
    reason = why;
    model = model.canonical();
  }

  private void finish(Statistics statistics, StopReason why) {
    EntropyTerms bound = model.bound(statistics);
    List<ModelEvent> events = new ArrayList<>(removals);
    if (!trace.isEmpty()) {
      trace.get(trace.size() - 1).events().stream()
          .filter(event -> event.kind() != ModelEvent.Kind.EMPTY_COMPONENT)
          .forEach(events::add);
    }
    TrainingResult<M> finished =
        new TrainingResult<>(
            model,
            bound,
            Math.round(statistics.get(LatentModel.ROWS)),
            statistics.get(LatentModel.WEIGHT),
            List.copyOf(trace),
            why,
            List.copyOf(events));
    result = finished;
    listeners.forEach(listener -> listener.stopped(finished));
  }
}
