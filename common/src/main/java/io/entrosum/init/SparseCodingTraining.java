package io.entrosum.init;

import io.entrosum.model.SparseCodingModel;
import io.entrosum.train.Annealing;
import io.entrosum.train.AscentTrainer;
import io.entrosum.train.Course;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Iteration;
import io.entrosum.train.Pass;
import io.entrosum.train.Starts;
import io.entrosum.train.StopReason;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains sparse coding on the data of a pass, from nothing to the result. The command line, the
 * Spark ML estimator and programs without Spark all come through here.
 *
 * <p>One pass profiles the data; then each iteration is a pass, which all restarts share.
 */
public final class SparseCodingTraining {
  /** How often dead latents are seeded anew. */
  private static final int RESEEDINGS = 3;

  private final SparseCodingSpec spec;
  private final StoppingRule rule;
  private final List<TrainingListener> listeners;
  private final @Nullable SparseCodingModel initial;
  private final Course course;

  private SparseCodingTraining(
      SparseCodingSpec spec,
      StoppingRule rule,
      List<TrainingListener> listeners,
      @Nullable SparseCodingModel initial,
      Course course) {
    this.spec = spec;
    this.rule = rule;
    this.listeners = List.copyOf(listeners);
    this.initial = initial;
    this.course = course;
  }

  /** A training. */
  public static SparseCodingTraining of(
      SparseCodingSpec spec, StoppingRule rule, List<TrainingListener> listeners) {
    return new SparseCodingTraining(spec, rule, listeners, null, Course.unkept());
  }

  /** The same from a model, which iterations go on from. */
  public SparseCodingTraining from(SparseCodingModel model) {
    return new SparseCodingTraining(spec, rule, listeners, model, course);
  }

  /** The same as a part of a course. */
  public SparseCodingTraining in(Course other) {
    return new SparseCodingTraining(spec, rule, listeners, initial, other);
  }

  /**
   * What came of a training.
   *
   * @param result the model, its bound, the iterations
   * @param profile of the data
   */
  public record Outcome(TrainingResult<SparseCodingModel> result, DataProfile profile)
      implements CodingOutcome<SparseCodingModel> {}

  /**
   * What a training takes on the driver: statistics of partitions and of the last point, the memory
   * of the quasi-Newton method, the models by which lost posteriors are made again.
   *
   * @param trainings that share passes
   */
  public static DriverMemory driverMemory(int d, int h, int partitions, int trainings) {
    double statistics = (double) d * h + 2.0 * h * h;
    double sums = statistics * (3 + Math.max(2, Math.min(partitions, 16)));
    double steps = (2.0 * AscentTrainer.Ascent.DEFAULT.memory() + 8) * d * h + 6.0 * h * h;
    double models = AscentTrainer.modelsKept(8L * d * h) * (double) d * h;
    return new DriverMemory(8 * trainings * (sums + steps + models));
  }

  /**
   * Trains.
   *
   * @throws UnusableDataException if the data does not suffice, or the model does not fit memory
   */
  public Outcome run(Pass pass) {
    checkSize(pass, spec.restarts());
    DataProfile profile = DataProfile.of(pass, 2);
    check(profile);
    SparseCodingStarts starts = SparseCodingStarts.of(spec, profile);
    TrainingResult<SparseCodingModel> best = best(starts, pass);
    if (spec.deadLatents() == SparseCodingSpec.DeadLatents.RESEED) {
      best = reseed(best, starts, pass);
    }
    return new Outcome(best, profile);
  }

  /** Trains with several numbers of latents, which share passes; with one start each. */
  public List<Outcome> runAll(Pass pass, int[] latentDimensions) {
    int most = Arrays.stream(latentDimensions).max().orElseThrow();
    checkSize(pass, latentDimensions.length, most);
    DataProfile profile = DataProfile.of(pass, 2);
    check(profile);
    List<SparseCodingStarts> starts =
        Arrays.stream(latentDimensions)
            .mapToObj(h -> SparseCodingStarts.of(spec.withLatentDimensions(h), profile))
            .toList();
    return new AscentTrainer(rule, spec.ascent(), listeners, course)
            .trainTogether(
                SparseCodingStarts.all(starts, i -> starts.get(i).start(pass, 0)), List.of(), pass)
            .stream()
            .map(result -> new Outcome(result, profile))
            .toList();
  }

  private TrainingResult<SparseCodingModel> best(SparseCodingStarts starts, Pass pass) {
    int size = initial == null ? spec.restarts() : 1;
    Starts<SparseCodingModel> all =
        SparseCodingStarts.all(
            Collections.nCopies(size, starts),
            i -> initial == null ? starts.start(pass, i) : starts.resumed(initial));
    TrainingResult<SparseCodingModel> best = null;
    List<String> names =
        size == 1
            ? List.of()
            : IntStream.rangeClosed(1, size).mapToObj(i -> "start " + i + " of " + size).toList();
    for (TrainingResult<SparseCodingModel> result :
        new AscentTrainer(rule, spec.ascent(), listeners, course).trainTogether(all, names, pass)) {
      if (best == null || result.bound().bound() > best.bound().bound()) {
        best = result;
      }
    }
    return Objects.requireNonNull(best);
  }

  private TrainingResult<SparseCodingModel> reseed(
      TrainingResult<SparseCodingModel> trained, SparseCodingStarts starts, Pass pass) {
    TrainingResult<SparseCodingModel> best = trained;
    for (int round = 1; round <= RESEEDINGS; round++) {
      int[] dead = best.model().dead();
      int left = rule.maxIterations() - best.passes();
      if (dead.length == 0 || left < 1 || best.stopReason() == StopReason.CANCELLED) {
        return best;
      }
      SparseCodingModel before = best.model();
      int number = round;
      Starts<SparseCodingModel> again =
          SparseCodingStarts.all(List.of(starts), i -> starts.reseeded(before, dead, pass, number));
      TrainingResult<SparseCodingModel> next =
          new AscentTrainer(
                  new StoppingRule(left, rule.tolerance()),
                  spec.with(Annealing.NONE).ascent(),
                  listeners,
                  course)
              .trainTogether(again, List.of("new fields, round " + round), pass)
              .get(0);
      if (!(next.bound().bound() > best.bound().bound())) {
        return best;
      }
      best = joined(best, next);
    }
    return best;
  }

  /** The later result with the iterations of both. */
  private static TrainingResult<SparseCodingModel> joined(
      TrainingResult<SparseCodingModel> first, TrainingResult<SparseCodingModel> second) {
    List<Iteration> trace = new ArrayList<>(first.trace());
    int offset = first.passes();
    second.trace().forEach(iteration -> trace.add(iteration.renumbered(offset)));
    return new TrainingResult<>(
        second.model(),
        second.bound(),
        second.rows(),
        second.weight(),
        List.copyOf(trace),
        offset + second.passes(),
        second.stopReason(),
        second.events(),
        second.figures());
  }

  private void checkSize(Pass pass, int trainings) {
    checkSize(pass, trainings, spec.latentDimensions());
  }

  private static void checkSize(Pass pass, int trainings, int h) {
    int d = pass.columns();
    double numbers = (double) h * Math.max(h, d);
    DriverMemory memory = driverMemory(d, h, pass.partitions(), trainings);
    if (numbers > .25 * Integer.MAX_VALUE || !memory.fits()) {
      throw memory.refusal(
          "latent-dimensions: " + h + " with " + d + " columns",
          "fewer latent dimensions or more memory (ENTROSUM_MEMORY, spark.driver.memory)");
    }
  }

  /** Refuses data that sparse coding has no use for. */
  static void check(DataProfile profile) {
    UsableData.checkWeight(profile.rows(), profile.weight());
    double[] variances = profile.variances();
    UsableData.checkFinite(variances);
    for (int j = 0; j < variances.length; j++) {
      if (!(Math.abs(profile.means()[j]) < 1e150)) {
        throw new UnusableDataException(
            "the square of column number " + (j + 1) + " overflows; rescale the column");
      }
    }
    UsableData.checkUnderflow(profile, j -> true);
    UsableData.checkVariance(variances);
  }
}
