package io.entrosum.train;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.linalg.NumericalException;
import io.entrosum.model.LatentModel;
import io.entrosum.model.SteppedModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.train.AscentState.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Climbs the bound of a {@link SteppedModel} by preconditioned quasi-Newton steps, or by M-steps in
 * closed form.
 *
 * <p>Each pass evaluates one point. A point that is lower than the last one is refused, and a new
 * step from there tried; so the bound never falls. Where the weights of annealing change, the
 * objective is another one, and what is remembered of the old one is forgotten.
 *
 * <p>Training has converged when two steps in a row have gained at most the tolerance, and so much
 * is expected of the next.
 */
final class AscentRun<M extends SteppedModel<M>> implements TrainingRun<M> {
  private static final double SHORTER = .4;
  private static final double LEAST_SHARE = 1e-3;

  private final StoppingRule rule;
  private final AscentTrainer.Ascent ascent;
  private final List<TrainingListener> listeners;
  private final AscentState<M> at;
  private long start = System.nanoTime();
  private @Nullable TrainingResult<M> result;

  private AscentRun(
      AscentState<M> at,
      StoppingRule rule,
      AscentTrainer.Ascent ascent,
      List<TrainingListener> listeners) {
    this.at = at;
    this.rule = rule;
    this.ascent = ascent;
    this.listeners = listeners;
  }

  /** A training from its start. */
  static <M extends SteppedModel<M>> AscentRun<M> started(
      int number,
      M initial,
      StoppingRule rule,
      AscentTrainer.Ascent ascent,
      List<TrainingListener> listeners) {
    M first = initial.withWeights(ascent.annealing().weights(1));
    AscentRun<M> run =
        new AscentRun<>(new AscentState<>(first, ascent.memory()), rule, ascent, listeners);
    listeners.forEach(listener -> listener.started(number, initial));
    if (rule.maxIterations() == 0) {
      run.stop(StopReason.MAX_ITERATIONS, initial);
    }
    return run;
  }

  /**
   * A training that goes on.
   *
   * @param restored makes of a model that was kept what it was, but for weights and exactness
   */
  static <M extends SteppedModel<M>> AscentRun<M> restored(
      int number,
      RunState state,
      UnaryOperator<M> restored,
      StoppingRule rule,
      AscentTrainer.Ascent ascent,
      List<TrainingListener> listeners) {
    if (state instanceof RunState.Done done) {
      TrainingResult<M> result = done.result().restored((M model) -> restored.apply(model).exact());
      AscentRun<M> run =
          new AscentRun<>(
              new AscentState<>(result.model(), ascent.memory()), rule, ascent, listeners);
      run.result = result;
      return run;
    }
    RunState.Open open = (RunState.Open) state;
    AscentRun<M> run =
        new AscentRun<>(AscentState.of(open, ascent.memory(), restored), rule, ascent, listeners);
    listeners.forEach(listener -> listener.resumed(number, open.trace().size()));
    return run;
  }

  @Override
  public RunState state() {
    return result != null ? new RunState.Done(result) : at.kept();
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
    return at.wanted();
  }

  @Override
  public String description() {
    if (at.reason != null) {
      return at.wanted.type() + ": bound of the trained model";
    }
    String what = String.format(Locale.ROOT, "%s: iteration %d", at.wanted.type(), at.passes + 1);
    return at.trace.isEmpty()
        ? what
        : what
            + String.format(
                Locale.ROOT, ", bound %.6f", at.trace.get(at.trace.size() - 1).bound().bound());
  }

  @Override
  public void accept(Statistics statistics) {
    at.stepped();
    if (at.reason != null) {
      finish(statistics, at.reason);
    } else {
      at.passes++;
      at.annealed++;
      climb(statistics);
    }
  }

  private void climb(Statistics statistics) {
    Point<M> here = Point.of(at.wanted, statistics);
    double value = here.value();
    if (!Double.isFinite(value)) {
      throw new NumericalException(
          "the bound of " + at.wanted.type() + " is " + value + " in iteration " + at.passes,
          "look for extreme values in the data, or rescale its columns");
    }
    Point<M> last = comparable();
    double gain = Double.NaN;
    if (last != null) {
      gain = value - last.value();
      boolean fell = rule.fell(value, gain);
      if (fell && at.anew && at.wanted.forgets()) {
        forget();
        gain = Double.NaN;
      } else if (fell) {
        refuse(last);
        return;
      } else if (ascent.quasiNewton() && !at.cut) {
        at.memory.add(
            difference(at.wanted.coordinates(), last.model().coordinates()),
            difference(last.gradient(), here.gradient()));
      }
    }
    at.point = here;
    record(here, statistics);
    boolean settles = settles(here, gain);
    if (listeners.stream().anyMatch(TrainingListener::cancelled)) {
      stop(StopReason.CANCELLED, here.model());
    } else if (at.passes >= rule.maxIterations()) {
      stop(StopReason.MAX_ITERATIONS, here.model());
    } else if (settles) {
      stop(StopReason.CONVERGED, here.model());
    } else {
      next(here, statistics);
    }
  }

  /**
   * What was remembered is of posteriors that are no more; those sought anew gave a lower bound.
   */
  private void forget() {
    at.memory.clear();
    at.events =
        List.of(
            new ModelEvent(
                ModelEvent.Kind.SOUGHT_ANEW,
                -1,
                1,
                "posteriors were sought from nothing again, and the bound is lower for it"));
  }

  /** The last point, if its objective is that of the point wanted. */
  private @Nullable Point<M> comparable() {
    Point<M> last = at.point;
    return last != null && last.model().weights().equals(at.wanted.weights()) ? last : null;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = a.clone();
    for (int i = 0; i < a.length; i++) {
      difference[i] -= b[i];
    }
    return difference;
  }

  private void record(Point<M> here, Statistics statistics) {
    EntropyTerms bound = here.model().bound(statistics);
    List<ModelEvent> all = new ArrayList<>(at.events);
    if (at.refused > 0) {
      all.add(
          new ModelEvent(
              ModelEvent.Kind.STEP_SHORTENED,
              -1,
              at.refused,
              "a step was shortened, "
                  + at.refused
                  + (at.refused == 1 ? " pass" : " passes")
                  + " more"));
    }
    Iteration iteration =
        new Iteration(
            at.passes,
            bound,
            at.trace.isEmpty()
                ? Double.NaN
                : bound.bound() - at.trace.get(at.trace.size() - 1).bound().bound(),
            (System.nanoTime() - start) * 1e-9,
            Math.round(statistics.get(LatentModel.ROWS)),
            statistics.get(LatentModel.WEIGHT),
            all,
            here.value(),
            here.model().weights());
    start = System.nanoTime();
    at.refused = 0;
    at.events = List.of();
    at.trace.add(iteration);
    listeners.forEach(listener -> listener.iterated(iteration, here.model()));
  }

  /** Whether training has settled at a point; aims from there. */
  private boolean settles(Point<M> here, double gain) {
    aim(here);
    if (at.annealed <= ascent.annealing().length()) {
      return false;
    }
    double before = at.gainBefore;
    at.gainBefore = gain;
    if (!ascent.quasiNewton()) {
      return gain >= 0 && rule.converged(here.value(), gain, before);
    }
    at.settled = gain <= limit(here) && expected(here) <= limit(here) ? at.settled + 1 : 0;
    return at.settled >= 2;
  }

  private double limit(Point<M> point) {
    return rule.tolerance() * Math.max(1, Math.abs(point.value()));
  }

  /** What the whole step from a point promises: half its slope. */
  private double expected(Point<M> from) {
    return .5 * StepMemory.dot(at.step, from.gradient());
  }

  /** The step from a point. */
  private void aim(Point<M> from) {
    at.share = 1;
    if (!ascent.quasiNewton()) {
      return;
    }
    at.step = at.memory.direction(from.gradient(), from.slope()::precondition);
    if (!(StepMemory.dot(at.step, from.gradient()) > 0)) {
      at.memory.clear();
      at.step = from.slope().precondition(from.gradient());
    }
    at.cut = from.slope().limit(at.step);
  }

  private void next(Point<M> here, Statistics statistics) {
    M model = here.model().withWeights(ascent.annealing().weights(at.annealed + 1));
    if (!ascent.quasiNewton()) {
      LatentModel.Update<M> update = model.mStep(statistics);
      at.events = update.events();
      at.wanted = update.model();
      return;
    }
    if (model.weights().equals(here.model().weights())) {
      at.wanted = here.slope().moved(at.step, 1);
      return;
    }
    // the same posteriors under the new weights: what the next point has to beat
    at.memory.clear();
    Point<M> from = Point.of(model, statistics);
    at.point = from;
    aim(from);
    at.cut = true; // its gradient is that of other posteriors, and no pair for the memory
    at.wanted = from.slope().moved(at.step, 1);
  }

  /**
   * After a step that lowered the objective: forgets the steps before, which were of another
   * landscape, and goes by the preconditioner alone; then takes ever shorter steps.
   */
  private void refuse(Point<M> last) {
    at.refused++;
    if (listeners.stream().anyMatch(TrainingListener::cancelled)) {
      stop(StopReason.CANCELLED, last.model());
      return;
    }
    if (at.passes >= rule.maxIterations()) {
      stop(StopReason.MAX_ITERATIONS, last.model());
      return;
    }
    if (!ascent.quasiNewton()) {
      giveUp(last); // there is no shorter step
      return;
    }
    if (at.memory.isEmpty()) {
      at.share *= SHORTER;
    } else {
      at.memory.clear();
      aim(last);
    }
    if (at.share < LEAST_SHARE || 2 * at.share * expected(last) <= .1 * limit(last)) {
      giveUp(last);
      return;
    }
    at.wanted = last.slope().moved(at.step, at.share);
  }

  /**
   * No share of the step helps, or an M-step in closed form lowered the objective, for posteriors
   * that were not sought to the end. Under annealing the next weights come early; else posteriors
   * may not have been sought far enough for gains as small as these; else that is the end.
   */
  private void giveUp(Point<M> last) {
    M model = last.model();
    if (!model.weights().isOne()) {
      while (ascent.annealing().weights(at.annealed + 1).equals(model.weights())) {
        at.annealed++;
      }
      at.point = null;
      at.wanted = model.withWeights(ascent.annealing().weights(at.annealed + 1));
    } else if (!at.precise) {
      at.precise = true;
      at.point = null;
      at.wanted = model.exact();
    } else if (!ascent.quasiNewton()) {
      stop(StopReason.BOUND_FELL, model);
    } else {
      // longer steps were lower, and shorter ones have no more than their slope to gain
      double most = 2 * at.share * expected(last);
      stop(most <= limit(last) ? StopReason.CONVERGED : StopReason.BOUND_FELL, model);
    }
  }

  private void stop(StopReason why, M model) {
    at.reason = why;
    at.wanted = model.exact();
  }

  private void finish(Statistics statistics, StopReason why) {
    TrainingResult<M> finished =
        new TrainingResult<>(
            at.wanted.canonical(),
            at.wanted.bound(statistics),
            Math.round(statistics.get(LatentModel.ROWS)),
            statistics.get(LatentModel.WEIGHT),
            List.copyOf(at.trace),
            at.passes,
            why,
            List.copyOf(at.wanted.findings(statistics)),
            at.wanted.figures(statistics));
    result = finished;
    listeners.forEach(listener -> listener.stopped(finished));
  }
}
