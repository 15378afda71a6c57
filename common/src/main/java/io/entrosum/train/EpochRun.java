package io.entrosum.train;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.linalg.NumericalException;
import io.entrosum.model.EpochModel;
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
 * Epochs of stochastic gradients.
 *
 * <p>Pass {@code t} evaluates the parameters after {@code t - 1} epochs and makes epoch {@code t};
 * so iteration {@code t} is known, and reported, with pass {@code t + 1}. The last pass makes no
 * epoch.
 *
 * <p>Bounds after epochs go up and down by the chance of batches. When the mean of the last {@value
 * #WINDOW} of them is above that of the {@value #WINDOW} before by no more than the tolerance,
 * steps become half as long; when that has been done {@value #SLOWDOWNS} times and they have
 * settled once more, training has converged. With a tolerance of 0 neither ever happens.
 */
final class EpochRun<M extends EpochModel<M>> implements TrainingRun<M> {
  private static final int WINDOW = 10;
  private static final int SLOWDOWNS = 5;
  private static final String MODEL = "model";
  private static final String OPTIMISER = "optimiser";
  private static final String REMEDY =
      "a lower learning rate, or look for extreme values in the data";

  private final int number;
  private final StoppingRule rule;
  private final List<TrainingListener> listeners;
  private final List<Iteration> trace = new ArrayList<>();
  private M model;

  /** How many epochs have been made, the last of which may not be evaluated yet. */
  private int epochs;

  /** How often steps have become shorter, and after how many epochs for the last time. */
  private int slowdowns;

  private int slowed;

  private long start = System.nanoTime();
  private @Nullable StopReason reason;
  private @Nullable TrainingResult<M> result;

  private EpochRun(int number, M model, StoppingRule rule, List<TrainingListener> listeners) {
    this.number = number;
    this.model = model;
    this.rule = rule;
    this.listeners = listeners;
  }

  /** A training from its start. */
  static <M extends EpochModel<M>> EpochRun<M> started(
      int number, M initial, StoppingRule rule, List<TrainingListener> listeners) {
    EpochRun<M> run = new EpochRun<>(number, initial, rule, listeners);
    listeners.forEach(listener -> listener.started(number, initial));
    if (rule.maxIterations() == 0) {
      run.stop(StopReason.MAX_ITERATIONS);
    }
    return run;
  }

  /**
   * A training that goes on.
   *
   * @param restored makes of a model that was kept what it was, but for its optimiser
   */
  static <M extends EpochModel<M>> EpochRun<M> restored(
      int number,
      RunState state,
      UnaryOperator<M> restored,
      StoppingRule rule,
      List<TrainingListener> listeners) {
    if (state instanceof RunState.Done done) {
      TrainingResult<M> result = done.result().restored((M model) -> restored.apply(model).still());
      EpochRun<M> run = new EpochRun<>(number, result.model(), rule, listeners);
      run.result = result;
      return run;
    }
    RunState.Open open = (RunState.Open) state;
    M model = open.model(MODEL, restored).withOptimiser(open.array(OPTIMISER));
    EpochRun<M> run = new EpochRun<>(number, model, rule, listeners);
    run.trace.addAll(open.trace());
    double[] numbers = open.array("epochs");
    run.epochs = (int) numbers[0];
    run.slowdowns = (int) numbers[1];
    run.slowed = (int) numbers[2];
    for (int i = 0; i < run.slowdowns; i++) {
      run.model = run.model.slower();
    }
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
            Map.of(
                OPTIMISER, model.optimiser(), "epochs", new double[] {epochs, slowdowns, slowed}),
            trace,
            List.of(),
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
    return new Pass.Step(model, StepCourse.fresh(number, epochs + 1L));
  }

  @Override
  public String description() {
    if (reason != null) {
      return model.type() + ": bound of the trained model";
    }
    return trace.isEmpty()
        ? String.format(Locale.ROOT, "%s: epoch %d", model.type(), epochs + 1)
        : String.format(
            Locale.ROOT,
            "%s: epoch %d, bound %.6f",
            model.type(),
            epochs + 1,
            trace.get(trace.size() - 1).bound().bound());
  }

  @Override
  public void accept(Statistics statistics) {
    checkFinite(model.bound(statistics));
    M here = model.fitted(statistics);
    EntropyTerms bound = here.bound(statistics);
    checkFinite(bound);
    if (epochs > trace.size()) {
      record(here, bound, statistics);
      boolean settled = reason == null && settled();
      if (settled && slowdowns >= SLOWDOWNS) {
        reason = StopReason.CONVERGED;
      } else if (settled) {
        slowdowns++;
        slowed = trace.size();
        model = model.slower();
      }
      if (reason == null && listeners.stream().anyMatch(TrainingListener::cancelled)) {
        reason = StopReason.CANCELLED;
      }
    }
    if (reason != null) {
      finish(here.still(), bound, statistics, reason);
    } else {
      model = model.mStep(statistics).model();
      epochs++;
      checkFinite(model.optimiser());
      if (epochs >= rule.maxIterations()) {
        stop(StopReason.MAX_ITERATIONS);
      }
    }
    start = System.nanoTime();
  }

  private void checkFinite(EntropyTerms bound) {
    if (!Double.isFinite(bound.bound())) {
      throw new NumericalException(
          "the bound of "
              + model.type()
              + " is "
              + bound.bound()
              + (epochs == 0 ? " before the first epoch" : " after epoch " + epochs),
          REMEDY);
    }
  }

  /** What an epoch made of weights and their moments, before a checkpoint has it. */
  private void checkFinite(double[] optimiser) {
    for (double value : optimiser) {
      if (!Double.isFinite(value)) {
        throw new NumericalException(
            "the steps of " + model.type() + " came to " + value + " in epoch " + epochs, REMEDY);
      }
    }
  }

  private void record(M here, EntropyTerms bound, Statistics statistics) {
    Iteration iteration =
        new Iteration(
            epochs,
            bound,
            trace.isEmpty()
                ? Double.NaN
                : bound.bound() - trace.get(trace.size() - 1).bound().bound(),
            (System.nanoTime() - start) * 1e-9,
            Math.round(statistics.get(LatentModel.ROWS)),
            statistics.get(LatentModel.WEIGHT),
            List.<ModelEvent>of());
    trace.add(iteration);
    M current = here.still();
    listeners.forEach(listener -> listener.iterated(iteration, current));
  }

  private boolean settled() {
    int n = trace.size();
    if (n - slowed < 2 * WINDOW || rule.tolerance() == 0) {
      return false;
    }
    double later = mean(n - WINDOW, n);
    double earlier = mean(n - 2 * WINDOW, n - WINDOW);
    return later - earlier <= rule.tolerance() * Math.max(1, Math.abs(later));
  }

  private double mean(int from, int to) {
    return trace.subList(from, to).stream()
        .mapToDouble(i -> i.bound().bound())
        .average()
        .orElseThrow();
  }

  /** The next pass makes no epoch. */
  private void stop(StopReason why) {
    reason = why;
    model = model.still();
  }

  private void finish(M here, EntropyTerms bound, Statistics statistics, StopReason why) {
    TrainingResult<M> finished =
        new TrainingResult<>(
            here.canonical(),
            bound,
            Math.round(statistics.get(LatentModel.ROWS)),
            statistics.get(LatentModel.WEIGHT),
            List.copyOf(trace),
            trace.size(),
            why,
            List.copyOf(here.findings(statistics)),
            here.figures(statistics));
    result = finished;
    listeners.forEach(listener -> listener.stopped(finished));
  }
}
