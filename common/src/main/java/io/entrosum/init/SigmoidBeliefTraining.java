package io.entrosum.init;

import io.entrosum.belief.TruncatedStep;
import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.train.AscentTrainer;
import io.entrosum.train.Course;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Pass;
import io.entrosum.train.Starts;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a sigmoid belief network on the data of a pass, from nothing to the result. The command
 * line and programs without Spark come through here.
 *
 * <p>One pass profiles the data; then each iteration is a pass, which all restarts share.
 */
public final class SigmoidBeliefTraining {
  private final SigmoidBeliefSpec spec;
  private final StoppingRule rule;
  private final List<TrainingListener> listeners;
  private final @Nullable SigmoidBeliefNetwork initial;
  private final Course course;

  private SigmoidBeliefTraining(
      SigmoidBeliefSpec spec,
      StoppingRule rule,
      List<TrainingListener> listeners,
      @Nullable SigmoidBeliefNetwork initial,
      Course course) {
    this.spec = spec;
    this.rule = rule;
    this.listeners = List.copyOf(listeners);
    this.initial = initial;
    this.course = course;
  }

  /** A training. */
  public static SigmoidBeliefTraining of(
      SigmoidBeliefSpec spec, StoppingRule rule, List<TrainingListener> listeners) {
    return new SigmoidBeliefTraining(spec, rule, listeners, null, Course.unkept());
  }

  /** The same from a model, which iterations go on from. */
  public SigmoidBeliefTraining from(SigmoidBeliefNetwork model) {
    return new SigmoidBeliefTraining(spec, rule, listeners, model, course);
  }

  /** The same as a part of a course. */
  public SigmoidBeliefTraining in(Course other) {
    return new SigmoidBeliefTraining(spec, rule, listeners, initial, other);
  }

  /**
   * What came of a training.
   *
   * @param result the model, its bound, the iterations
   * @param profile of the data
   */
  public record Outcome(TrainingResult<SigmoidBeliefNetwork> result, DataProfile profile) {
    /** The mean log-likelihood of independent columns, nats: latents explain what is above it. */
    public double independentColumns() {
      double sum = 0;
      for (double mean : profile.means()) {
        sum += mean > 0 ? mean * Math.log(mean) : 0;
        sum += mean < 1 ? (1 - mean) * Math.log(1 - mean) : 0;
      }
      return sum;
    }
  }

  /** How many numbers a training keeps of a row, beside its block. */
  public static int numbersPerRow(SigmoidBeliefSpec spec) {
    return spec.posterior().listsAll()
        ? 0
        : TruncatedStep.numbersPerRow(spec.latents(), spec.posterior().states());
  }

  /**
   * What a training takes on the driver: statistics of partitions and of the last point, the memory
   * of the quasi-Newton method, the models by which lost states are made again.
   *
   * @param columns the number D
   * @param trainings that share passes
   */
  public static DriverMemory driverMemory(
      SigmoidBeliefSpec spec, int columns, int partitions, int trainings) {
    double parameters = spec.parameters(columns);
    double sums = spec.statistics(columns) * (3 + Math.max(2, Math.min(partitions, 16)));
    double steps =
        (2.0 * AscentTrainer.Ascent.DEFAULT.memory() + 8) * parameters + 3 * spec.moments();
    double models = AscentTrainer.modelsKept(Math.round(8 * parameters)) * parameters;
    return new DriverMemory(8 * trainings * (sums + steps + models));
  }

  /**
   * Trains.
   *
   * @throws UnusableDataException if the data does not suffice, or the model does not fit memory
   * @throws io.entrosum.linalg.NumericalException if a value is neither 0 nor 1
   */
  public Outcome run(Pass pass) {
    checkSize(spec, pass, spec.restarts());
    DataProfile profile = DataProfile.of(pass, 2);
    check(profile);
    SigmoidBeliefStarts starts = SigmoidBeliefStarts.of(spec, profile);
    int size = initial == null ? spec.restarts() : 1;
    Starts<SigmoidBeliefNetwork> all =
        SigmoidBeliefStarts.all(
            Collections.nCopies(size, starts),
            i -> initial == null ? starts.start(i) : starts.resumed(initial));
    List<String> names =
        size == 1
            ? List.of()
            : IntStream.rangeClosed(1, size).mapToObj(i -> "start " + i + " of " + size).toList();
    TrainingResult<SigmoidBeliefNetwork> best = null;
    for (TrainingResult<SigmoidBeliefNetwork> result :
        new AscentTrainer(rule, spec.ascent(), listeners, course).trainTogether(all, names, pass)) {
      if (best == null || result.bound().bound() > best.bound().bound()) {
        best = result;
      }
    }
    return new Outcome(Objects.requireNonNull(best), profile);
  }

  /**
   * Trains with several numbers of latents next to the data, which share passes; with one start
   * each.
   */
  public List<Outcome> runAll(Pass pass, int[] latentDimensions) {
    List<SigmoidBeliefSpec> specs =
        Arrays.stream(latentDimensions).mapToObj(spec::withLatentDimensions).toList();
    int largest = Arrays.stream(latentDimensions).max().orElseThrow();
    checkSize(spec.withLatentDimensions(largest), pass, latentDimensions.length);
    DataProfile profile = DataProfile.of(pass, 2);
    check(profile);
    List<SigmoidBeliefStarts> starts =
        specs.stream().map(each -> SigmoidBeliefStarts.of(each, profile)).toList();
    return new AscentTrainer(rule, spec.ascent(), listeners, course)
            .trainTogether(
                SigmoidBeliefStarts.all(starts, i -> starts.get(i).start(0)), List.of(), pass)
            .stream()
            .map(result -> new Outcome(result, profile))
            .toList();
  }

  private static void checkSize(SigmoidBeliefSpec spec, Pass pass, int trainings) {
    DriverMemory memory = driverMemory(spec, pass.columns(), pass.partitions(), trainings);
    if (memory.bytes() / trainings > 8.0 * Integer.MAX_VALUE || !memory.fits()) {
      throw memory.refusal(
          "latent-dimensions: " + spec.layers() + " with " + pass.columns() + " columns",
          "fewer latent dimensions, posterior = truncated, or more memory (ENTROSUM_MEMORY,"
              + " spark.driver.memory)");
    }
  }

  private static void check(DataProfile profile) {
    UsableData.checkWeight(profile.rows(), profile.weight());
    for (int j = 0; j < profile.means().length; j++) {
      if (profile.least()[j] < 0 || profile.largest()[j] > 1) {
        throw new UnusableDataException(
            "column number "
                + (j + 1)
                + " must be 0 or 1 but has "
                + (profile.largest()[j] > 1 ? profile.largest()[j] : profile.least()[j])
                + "; compare it with a threshold first");
      }
    }
    UsableData.checkVariance(profile.variances());
  }
}
