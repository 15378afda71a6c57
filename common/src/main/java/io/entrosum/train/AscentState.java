package io.entrosum.train;

import io.entrosum.entropy.EntropyWeights;
import io.entrosum.model.LatentModel;
import io.entrosum.model.StepCourse;
import io.entrosum.model.SteppedModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a climb remembers between two passes; what a checkpoint keeps of it, and how it
 * is read back.
 */
final class AscentState<M extends SteppedModel<M>> {
  /** Posteriors are sought from nothing after so many passes, or sooner where models are large. */
  private static final int MOST_SINCE = 50;

  private static final int LEAST_SINCE = 10;

  /** The models since then travel with every pass: no more bytes than this, if they can help it. */
  private static final long SINCE_BYTES = 64L << 20;

  /** Climbs of this process have numbers of their own: none goes on from what another one kept. */
  private static final AtomicInteger CLIMBS = new AtomicInteger();

  private final int climb = CLIMBS.incrementAndGet();

  final StepMemory memory;
  final List<Iteration> trace = new ArrayList<>();

  /** What the next pass evaluates. */
  M wanted;

  /** The last point that was accepted, and the step from there. */
  @Nullable Point<M> point;

  double[] step = {};
  double share = 1;
  boolean cut;
  List<ModelEvent> events = List.of();
  int passes;

  /** The iterations of annealing that are over, those that were skipped among them. */
  int annealed;

  double gainBefore = Double.NaN;
  int refused;

  /** Whether posteriors are sought to the end. */
  boolean precise;

  int settled;
  @Nullable StopReason reason;

  /** The E-steps since posteriors were last sought from nothing. */
  private List<M> since = List.of();

  private long eSteps;

  /** Whether the last E-step sought posteriors from nothing, and others had been before. */
  boolean anew;

  AscentState(M initial, int memory) {
    this.wanted = initial;
    this.memory = new StepMemory(memory);
  }

  /** A point and the objective about it. */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  record Point<M extends SteppedModel<M>>(
      M model,
      Statistics statistics,
      SteppedModel.Slope<M> slope,
      double value,
      double[] gradient) {
    static <M extends SteppedModel<M>> Point<M> of(M model, Statistics statistics) {
      SteppedModel.Slope<M> slope = model.slope(statistics);
      return new Point<>(model, statistics, slope, slope.value(), slope.gradient());
    }
  }

  /** The E-step that is wanted next. */
  Pass.Step wanted() {
    return new Pass.Step(wanted, new StepCourse(climb, eSteps + 1, since));
  }

  /** The E-step that was wanted has been made. */
  void stepped() {
    anew = passes > 0 && since.isEmpty();
    eSteps++;
    List<M> longer = new ArrayList<>(since);
    longer.add(wanted);
    since = longer.size() < mostSince(wanted.bytes()) ? List.copyOf(longer) : List.of();
  }

  /** After how many E-steps posteriors are sought from nothing, with models of some bytes. */
  static long mostSince(long bytes) {
    return Math.max(LEAST_SINCE, Math.min(MOST_SINCE, SINCE_BYTES / Math.max(1, bytes)));
  }

  /** What is kept of it. */
  RunState.Open kept() {
    Map<String, LatentModel<?>> models = new LinkedHashMap<>();
    Map<String, double[]> numbers = new LinkedHashMap<>();
    keep("wanted", wanted, models, numbers);
    Point<M> last = point;
    if (last != null) {
      keep("point", last.model(), models, numbers);
      numbers.put("point.statistics", last.statistics().values().clone());
    }
    for (int i = 0; i < since.size(); i++) {
      keep(since(i), since.get(i), models, numbers);
    }
    numbers.put(
        "climb",
        new double[] {
          share,
          cut ? 1 : 0,
          passes,
          annealed,
          gainBefore,
          refused,
          precise ? 1 : 0,
          settled,
          since.size()
        });
    numbers.put("step", step);
    numbers.put("memory.steps", memory.steps());
    numbers.put("memory.falls", memory.falls());
    return new RunState.Open(models, numbers, trace, events, Optional.ofNullable(reason));
  }

  private static String since(int i) {
    return "since-" + i;
  }

  private static <M extends SteppedModel<M>> void keep(
      String name, M model, Map<String, LatentModel<?>> models, Map<String, double[]> numbers) {
    EntropyWeights weights = model.weights();
    models.put(name, model);
    numbers.put(
        name + ".weights",
        new double[] {
          weights.posterior(), weights.prior(), weights.likelihood(), model.isExact() ? 1 : 0
        });
  }

  /**
   * Reads back what was kept.
   *
   * @param restored makes of a model that was kept what it was, but for weights and exactness
   */
  static <M extends SteppedModel<M>> AscentState<M> of(
      RunState.Open kept, int memory, UnaryOperator<M> restored) {
    AscentState<M> state = new AscentState<>(model("wanted", kept, restored), memory);
    if (kept.models().containsKey("point")) {
      M model = model("point", kept, restored);
      double[] values = kept.array("point.statistics");
      Statistics statistics = new Statistics(model.layout());
      System.arraycopy(values, 0, statistics.values(), 0, statistics.values().length);
      state.point = Point.of(model, statistics);
    }
    double[] climb = kept.array("climb");
    state.share = climb[0];
    state.cut = climb[1] != 0;
    state.passes = (int) climb[2];
    state.annealed = (int) climb[3];
    state.gainBefore = climb[4];
    state.refused = (int) climb[5];
    state.precise = climb[6] != 0;
    state.settled = (int) climb[7];
    List<M> since = new ArrayList<>();
    for (int i = 0; i < (int) climb[8]; i++) {
      since.add(model(since(i), kept, restored));
    }
    state.since = List.copyOf(since);
    state.step = kept.array("step");
    state.memory.addAll(
        kept.array("memory.steps"), kept.array("memory.falls"), state.wanted.coordinates().length);
    state.trace.addAll(kept.trace());
    state.events = kept.events();
    state.reason = kept.reason().orElse(null);
    return state;
  }

  private static <M extends SteppedModel<M>> M model(
      String name, RunState.Open kept, UnaryOperator<M> restored) {
    double[] numbers = kept.array(name + ".weights");
    M model = kept.model(name, restored);
    M exact = numbers[3] != 0 ? model.exact() : model;
    return exact.withWeights(new EntropyWeights(numbers[0], numbers[1], numbers[2]));
  }
}
