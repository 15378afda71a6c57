package io.entrosum.train;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.linalg.NumericalException;
import io.entrosum.model.LatentModel;
import io.entrosum.model.SteppedModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
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

  /** Runs of this process have numbers of their own: none goes on from what another one kept. */
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final int number = RUNS.incrementAndGet();
  private final StoppingRule rule;
  private final AscentTrainer.Ascent ascent;
  private final List<TrainingListener> listeners;
  private final StepMemory memory;
  private final List<Iteration> trace = new ArrayList<>();

  /** What the next pass evaluates. */
  private M wanted;

  /** The last point that was accepted, and the step from there. */
  private @Nullable Point<M> point;

  private double[] step = {};
  private double share = 1;
  private boolean cut;
  private List<ModelEvent> events = List.of();
  private int passes;

  /** The iterations of annealing that are over, those that were skipped among them. */
  private int annealed;

  private double gainBefore = Double.NaN;
  private int refused;

  /** Whether posteriors are sought to the end. */
  private boolean precise;

  private int settled;
  private long start = System.nanoTime();
  private @Nullable StopReason reason;
  private @Nullable TrainingResult<M> result;

  AscentRun(
      int restart,
      M initial,
      StoppingRule rule,
      AscentTrainer.Ascent ascent,
      List<TrainingListener> listeners) {
    this.wanted = initial.withWeights(ascent.annealing().weights(1));
    this.rule = rule;
    this.ascent = ascent;
    this.listeners = listeners;
    this.memory = new StepMemory(ascent.memory());
    listeners.forEach(listener -> listener.started(restart, initial));
    if (rule.maxIterations() == 0) {
      stop(StopReason.MAX_ITERATIONS, initial);
    }
  }

  /** A point and the objective about it. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  private record Point<M extends SteppedModel<M>>(
      M model, SteppedModel.Slope<M> slope, double value, double[] gradient) {}

  @Override
  public int number() {
    return number;
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
    return wanted;
  }

  @Override
  public String description() {
    if (reason != null) {
      return wanted.type() + ": bound of the trained model";
    }
    String what = String.format(Locale.ROOT, "%s: iteration %d", wanted.type(), passes + 1);
    return trace.isEmpty()
        ? what
        : what
            + String.format(
                Locale.ROOT, ", bound %.6f", trace.get(trace.size() - 1).bound().bound());
  }

  @Override
  public void accept(Statistics statistics) {
    if (reason != null) {
      finish(statistics, reason);
    } else {
      passes++;
      annealed++;
      climb(statistics);
    }
  }

  private void climb(Statistics statistics) {
    SteppedModel.Slope<M> slope = wanted.slope(statistics);
    double value = slope.value();
    if (!Double.isFinite(value)) {
      throw new NumericalException(
          "the bound of " + wanted.type() + " is " + value + " in iteration " + passes,
          "look for extreme values in the data, or rescale its columns");
    }
    Point<M> last = comparable();
    Point<M> here = new Point<>(wanted, slope, value, slope.gradient());
    double gain = Double.NaN;
    if (last != null) {
      gain = value - last.value();
      if (ascent.quasiNewton() && rule.fell(value, gain)) {
        refuse(last);
        return;
      }
      if (ascent.quasiNewton() && !cut) {
        memory.add(
            difference(wanted.coordinates(), last.model().coordinates()),
            difference(last.gradient(), here.gradient()));
      }
    }
    point = here;
    record(here, statistics);
    boolean settles = settles(here, gain);
    if (listeners.stream().anyMatch(TrainingListener::cancelled)) {
      stop(StopReason.CANCELLED, here.model());
    } else if (passes >= rule.maxIterations()) {
      stop(StopReason.MAX_ITERATIONS, here.model());
    } else if (settles) {
      stop(StopReason.CONVERGED, here.model());
    } else {
      next(here, statistics);
    }
  }

  /** The last point, if its objective is that of the point wanted. */
  private @Nullable Point<M> comparable() {
    Point<M> last = point;
    return last != null && last.model().weights().equals(wanted.weights()) ? last : null;
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
    List<ModelEvent> all = new ArrayList<>(events);
    if (refused > 0) {
      all.add(
          new ModelEvent(
              ModelEvent.Kind.STEP_SHORTENED,
              -1,
              refused,
              "a step was shortened, " + refused + (refused == 1 ? " pass" : " passes") + " more"));
    }
    Iteration iteration =
        new Iteration(
            passes,
            bound,
            trace.isEmpty()
                ? Double.NaN
                : bound.bound() - trace.get(trace.size() - 1).bound().bound(),
            (System.nanoTime() - start) * 1e-9,
            Math.round(statistics.get(LatentModel.ROWS)),
            statistics.get(LatentModel.WEIGHT),
            all,
            here.value(),
            here.model().weights());
    start = System.nanoTime();
    refused = 0;
    trace.add(iteration);
    listeners.forEach(listener -> listener.iterated(iteration, here.model()));
  }

  /** Whether training has settled at a point; aims from there. */
  private boolean settles(Point<M> here, double gain) {
    aim(here);
    if (annealed <= ascent.annealing().length()) {
      return false;
    }
    double before = gainBefore;
    gainBefore = gain;
    if (!ascent.quasiNewton()) {
      return gain >= 0 && rule.converged(here.value(), gain, before);
    }
    settled = gain <= limit(here) && expected(here) <= limit(here) ? settled + 1 : 0;
    return settled >= 2;
  }

  private double limit(Point<M> at) {
    return rule.tolerance() * Math.max(1, Math.abs(at.value()));
  }

  /** What the whole step from a point promises: half its slope. */
  private double expected(Point<M> at) {
    return .5 * StepMemory.dot(step, at.gradient());
  }

  /** The step from a point. */
  private void aim(Point<M> from) {
    share = 1;
    if (!ascent.quasiNewton()) {
      return;
    }
    step = memory.direction(from.gradient(), from.slope()::precondition);
    if (!(StepMemory.dot(step, from.gradient()) > 0)) {
      memory.clear();
      step = from.slope().precondition(from.gradient());
    }
    cut = from.slope().limit(step);
  }

  private void next(Point<M> here, Statistics statistics) {
    M model = here.model().withWeights(ascent.annealing().weights(annealed + 1));
    if (!ascent.quasiNewton()) {
      LatentModel.Update<M> update = model.mStep(statistics);
      events = update.events();
      wanted = update.model();
      return;
    }
    if (model.weights().equals(here.model().weights())) {
      wanted = here.slope().moved(step, 1);
      return;
    }
    // the same posteriors under the new weights: what the next point has to beat
    memory.clear();
    SteppedModel.Slope<M> slope = model.slope(statistics);
    Point<M> from = new Point<>(model, slope, slope.value(), slope.gradient());
    point = from;
    aim(from);
    cut = true; // its gradient is that of other posteriors, and no pair for the memory
    wanted = slope.moved(step, 1);
  }

  /**
   * After a step that lowered the objective: forgets the steps before, which were of another
   * landscape, and goes by the preconditioner alone; then takes ever shorter steps.
   */
  private void refuse(Point<M> last) {
    refused++;
    if (listeners.stream().anyMatch(TrainingListener::cancelled)) {
      stop(StopReason.CANCELLED, last.model());
      return;
    }
    if (passes >= rule.maxIterations()) {
      stop(StopReason.MAX_ITERATIONS, last.model());
      return;
    }
    if (memory.isEmpty()) {
      share *= SHORTER;
    } else {
      memory.clear();
      aim(last);
    }
    if (share < LEAST_SHARE || 2 * share * expected(last) <= .1 * limit(last)) {
      giveUp(last);
      return;
    }
    wanted = last.slope().moved(step, share);
  }

  /**
   * No share of the step helps. Under annealing the next weights come early; else posteriors may
   * not have been sought far enough for gains as small as these; else that is the end.
   */
  private void giveUp(Point<M> last) {
    M model = last.model();
    if (!model.weights().isOne()) {
      while (ascent.annealing().weights(annealed + 1).equals(model.weights())) {
        annealed++;
      }
      point = null;
      wanted = model.withWeights(ascent.annealing().weights(annealed + 1));
    } else if (!precise) {
      precise = true;
      point = null;
      wanted = model.exact();
    } else {
      // longer steps were lower, and shorter ones have no more than their slope to gain
      double most = 2 * share * expected(last);
      stop(most <= limit(last) ? StopReason.CONVERGED : StopReason.BOUND_FELL, model);
    }
  }

  private void stop(StopReason why, M model) {
    reason = why;
    wanted = model.exact();
  }

  private void finish(Statistics statistics, StopReason why) {
    TrainingResult<M> finished =
        new TrainingResult<>(
            wanted.canonical(),
            wanted.bound(statistics),
            Math.round(statistics.get(LatentModel.ROWS)),
            statistics.get(LatentModel.WEIGHT),
            List.copyOf(trace),
            why,
            List.copyOf(wanted.findings(statistics)),
            wanted.figures(statistics));
    result = finished;
    listeners.forEach(listener -> listener.stopped(finished));
  }
}
