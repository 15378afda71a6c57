package io.entrosum.train;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.linalg.NumericalException;
import io.entrosum.model.LatentModel;
import io.entrosum.model.StepCourse;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Expectation maximisation.
 *
 * <p>Each iteration takes one E-step; the last E-step evaluates the model that is returned, so the
 * reported bound belongs to the returned parameters.
 */
final class EmRun<M extends LatentModel<M>> implements TrainingRun<M> {
  private static final String MODEL = "model";
  private static final String CHANGE = "change";

  private final int number;
  private final StoppingRule rule;
  private final List<TrainingListener> listeners;
  private final List<Iteration> trace = new ArrayList<>();
  private final List<ModelEvent> removals = new ArrayList<>();
  private M model;
  private double changeBefore = Double.NaN;
  private long start = System.nanoTime();
  private @Nullable StopReason reason;
  private @Nullable TrainingResult<M> result;

  private EmRun(int number, M model, StoppingRule rule, List<TrainingListener> listeners) {
    this.number = number;
    this.model = model;
    this.rule = rule;
    this.listeners = listeners;
  }

  /** A training from its start. */
  static <M extends LatentModel<M>> EmRun<M> started(
      int number, M initial, StoppingRule rule, List<TrainingListener> listeners) {
    EmRun<M> run = new EmRun<>(number, initial, rule, listeners);
    listeners.forEach(listener -> listener.started(number, initial));
    if (rule.maxIterations() == 0) {
      run.stop(StopReason.MAX_ITERATIONS);
    }
    return run;
  }

  /**
   * A training that goes on.
   *
   * @param restored makes of a model that was kept what it was
   */
  static <M extends LatentModel<M>> EmRun<M> restored(
      int number,
      RunState state,
      UnaryOperator<M> restored,
      StoppingRule rule,
      List<TrainingListener> listeners) {
    if (state instanceof RunState.Done done) {
      TrainingResult<M> result = done.result().restored(restored);
      EmRun<M> run = new EmRun<>(number, result.model(), rule, listeners);
      run.result = result;
      return run;
    }
    RunState.Open open = (RunState.Open) state;
    EmRun<M> run = new EmRun<>(number, open.model(MODEL, restored), rule, listeners);
    run.trace.addAll(open.trace());
    run.removals.addAll(open.events());
    run.changeBefore = open.number(CHANGE);
    run.reason = open.reason().orElse(null);
    listeners.forEach(listener -> listener.resumed(number, open.trace().size()));
    return run;
  }

  @Override
  public RunState state() {
    return result != null
        ? new RunState.Done(result)
        : new RunState.Open(
            Map.of(MODEL, model),
            Map.of(CHANGE, new double[] {changeBefore}),
            trace,
            removals,
            Optional.ofNullable(reason));
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
  public Pass.Step wanted() {
    return new Pass.Step(model, StepCourse.fresh(number, trace.size()));
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
    double before = changeBefore;
    changeBefore = change;
    M current = model;
    listeners.forEach(listener -> listener.iterated(iteration, current));
    if (rule.converged(bound, change, before)) {
      stop(StopReason.CONVERGED);
    } else if (listeners.stream().anyMatch(TrainingListener::cancelled)) {
      stop(StopReason.CANCELLED);
    } else if (trace.size() >= rule.maxIterations()) {
      stop(StopReason.MAX_ITERATIONS);
    }
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
