package io.entrosum.init;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.NoiseType;
import io.entrosum.model.FactorModel;
import io.entrosum.model.PrincipalComponents;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.SecondMoments;
import io.entrosum.stats.Statistics;
import io.entrosum.train.Course;
import io.entrosum.train.DataProfile;
import io.entrosum.train.EmTrainer;
import io.entrosum.train.Iteration;
import io.entrosum.train.MomentPass;
import io.entrosum.train.Pass;
import io.entrosum.train.SecondMomentsAggregation;
import io.entrosum.train.StopReason;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains probabilistic PCA or factor analysis on the data of a pass, from nothing to the result.
 * The command line, the Spark ML estimators and programs without Spark all come through here.
 *
 * <p>Where D x D second moments fit and no values are missing, one pass gathers them: probabilistic
 * PCA is then closed form, factor analysis iterates on the moments. Else each iteration is a pass.
 */
public final class FactorTraining {
  private final FactorSpec spec;
  private final StoppingRule rule;
  private final List<TrainingListener> listeners;
  private final @Nullable FactorModel initial;
  private final long momentBytes;
  private final Course course;

  private FactorTraining(
      FactorSpec spec,
      StoppingRule rule,
      List<TrainingListener> listeners,
      @Nullable FactorModel initial,
      long momentBytes,
      Course course) {
    this.spec = spec;
    this.rule = rule;
    this.listeners = List.copyOf(listeners);
    this.initial = initial;
    this.momentBytes = momentBytes;
    this.course = course;
  }

  /** A training whose second moments may take a quarter of the memory of this process. */
  public static FactorTraining of(
      FactorSpec spec, StoppingRule rule, List<TrainingListener> listeners) {
    return new FactorTraining(
        spec, rule, listeners, null, Runtime.getRuntime().maxMemory() / 4, Course.unkept());
  }

  /** The same from a model, which iterations go on from; never closed form. */
  public FactorTraining from(FactorModel model) {
    return new FactorTraining(spec, rule, listeners, model, momentBytes, course);
  }

  /** The same with another limit on what second moments may take, in bytes. */
  public FactorTraining withMomentBytes(long bytes) {
    return new FactorTraining(spec, rule, listeners, initial, bytes, course);
  }

  /** The same as a part of a course. */
  public FactorTraining in(Course other) {
    return new FactorTraining(spec, rule, listeners, initial, momentBytes, other);
  }

  /**
   * What came of a training.
   *
   * @param result the model, its bound, the iterations
   * @param spectrum the decomposition that the model is from, where it is in closed form
   * @param method how it was trained
   * @param variances of the columns, [D]
   */
  @SuppressWarnings("ArrayRecordComponent") // a fresh array for the caller
  public record Outcome(
      TrainingResult<FactorModel> result,
      Optional<PrincipalComponents> spectrum,
      FactorSpec.Method method,
      double[] variances) {
    /** The columns that have the same value in every row. */
    public int[] constantColumns() {
      return IntStream.range(0, variances.length).filter(j -> !(variances[j] > 0)).toArray();
    }
  }

  /** About how many bytes the second moments of {@code d} columns take on the driver. */
  public static double momentBytes(int d, int partitions) {
    return 8.0 * d * d * (3 + Math.max(2, Math.min(partitions, 16)));
  }

  /** About how many bytes the start of a training in passes takes on the driver. */
  public static double startBytes(int d, int h, int partitions) {
    return BlockKrylov.bytes(d, h, FactorStarts.KRYLOV_PASSES, partitions);
  }

  /** How data of {@code d} columns will be trained on, unless it has missing values. */
  public FactorSpec.Method method(int d, int partitions) {
    if (spec.method() != FactorSpec.Method.AUTO) {
      return spec.method();
    }
    return momentBytes(d, partitions) <= momentBytes
        ? FactorSpec.Method.MOMENTS
        : FactorSpec.Method.PASSES;
  }

  /**
   * Trains with one number of factors.
   *
   * @param holes whether the data may have missing values (NaN)
   * @throws UnusableDataException if the data does not suffice
   */
  public Outcome run(Pass pass, Holes holes) {
    return runAll(pass, holes, new int[] {spec.latentDimensions()}).get(0);
  }

  /** Whether data may have missing values. */
  public enum Holes {
    /** No value is missing. */
    NONE,
    /** Values may be missing (NaN). */
    POSSIBLE
  }

  /**
   * Trains with several numbers of factors, which share passes over the data; probabilistic PCA
   * from moments shares one decomposition.
   */
  public List<Outcome> runAll(Pass pass, Holes holes, int[] latentDimensions) {
    int most = Arrays.stream(latentDimensions).max().orElseThrow();
    if (most >= pass.columns()) {
      throw new UnusableDataException(
          String.format(
              Locale.ROOT,
              "latent-dimensions: must be less than the %d columns but was %d",
              pass.columns(),
              most));
    }
    if (initial != null && latentDimensions.length > 1) {
      throw new IllegalArgumentException(
          "latent-dimensions: must be one where training goes on from a model, but there are "
              + latentDimensions.length);
    }
    FactorSpec.Method method = method(pass.columns(), pass.partitions());
    checkSize(pass.columns(), most, method);
    if (holes == Holes.NONE && method == FactorSpec.Method.MOMENTS) {
      return fromSum(
          pass.aggregate(new SecondMomentsAggregation(pass.columns()), "second moments"),
          latentDimensions);
    }
    return inPasses(pass, latentDimensions);
  }

  /**
   * Trains on a sum of complete rows that has been made while they were read.
   *
   * @throws UnusableDataException if the data does not suffice
   */
  public List<Outcome> fromSum(SecondMomentsAggregation.Sum sum, int[] latentDimensions) {
    if (sum.isEmpty()) {
      throw new UnusableDataException("the input has no rows with a positive weight");
    }
    return fromMoments(sum.moments(), latentDimensions);
  }

  /** What one Java array cannot hold. */
  private static void checkSize(int d, int h, FactorSpec.Method method) {
    boolean moments = method == FactorSpec.Method.MOMENTS;
    long numbers = moments ? (long) d * d : d * (h + 20L);
    if (numbers > Integer.MAX_VALUE - 8) {
      throw new UnusableDataException(
          String.format(
              Locale.ROOT,
              "%d columns with %d latent dimensions need %,d numbers in one array, %s",
              d,
              h,
              numbers,
              moments ? "which method = passes does not" : "fewer latent dimensions fit"));
    }
  }

  /** Trains on second moments that have been gathered. */
  public List<Outcome> fromMoments(SecondMoments moments, int[] latentDimensions) {
    double[] variances = moments.variances();
    int most = Arrays.stream(latentDimensions).max().orElseThrow();
    check(moments.weightedRows(), moments.rows(), moments.weight(), variances, most);
    FactorStarts starts = new FactorStarts(spec, scales(variances));
    if (spec.noise() == NoiseType.ISOTROPIC && initial == null) {
      return closedForms(moments, variances, starts.floor(), latentDimensions, most);
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int h : latentDimensions) {
      TrainingResult<FactorModel> result =
          new EmTrainer(rule, listeners, course)
              .trainTogether(
                  starts.of(
                      1,
                      () ->
                          List.of(
                              initial == null
                                  ? starts.fromMoments(moments, h)
                                  : starts.resumed(initial))),
                  new MomentPass(moments))
              .get(0);
      outcomes.add(new Outcome(result, Optional.empty(), FactorSpec.Method.MOMENTS, variances));
    }
    return outcomes;
  }

  private List<Outcome> closedForms(
      SecondMoments moments,
      double[] variances,
      CovarianceFloor floor,
      int[] latentDimensions,
      int most) {
    PrincipalComponents spectrum = PrincipalComponents.of(moments, most);
    List<Outcome> outcomes = new ArrayList<>();
    for (int h : latentDimensions) {
      outcomes.add(
          new Outcome(
              closedForm(moments, spectrum, h, floor),
              Optional.of(spectrum),
              FactorSpec.Method.MOMENTS,
              variances));
    }
    return outcomes;
  }

  private TrainingResult<FactorModel> closedForm(
      SecondMoments moments, PrincipalComponents spectrum, int h, CovarianceFloor floor) {
    long start = System.nanoTime();
    FactorModel model = spectrum.model(h, floor);
    listeners.forEach(listener -> listener.started(0, model));
    Statistics statistics = model.statistics(moments);
    EntropyTerms bound = model.bound(statistics);
    List<ModelEvent> events =
        spectrum.noise(h) < floor.leastIsotropic()
            ? List.of(
                new ModelEvent(
                    ModelEvent.Kind.NOISE_FLOOR, 0, 1, "the noise variance is at the floor"))
            : List.of();
    Iteration only =
        new Iteration(
            1,
            bound,
            Double.NaN,
            (System.nanoTime() - start) * 1e-9,
            moments.rows(),
            moments.weight(),
            events);
    listeners.forEach(listener -> listener.iterated(only, model));
    TrainingResult<FactorModel> result =
        new TrainingResult<>(
            model,
            bound,
            moments.rows(),
            moments.weight(),
            List.of(only),
            StopReason.CLOSED_FORM,
            events);
    listeners.forEach(listener -> listener.stopped(result));
    return result;
  }

  private List<Outcome> inPasses(Pass pass, int[] latentDimensions) {
    DataProfile profile = DataProfile.of(pass, 2);
    int most = Arrays.stream(latentDimensions).max().orElseThrow();
    double[] variances = profile.variances();
    UsableData.checkUnderflow(profile, j -> true);
    check(profile.weightedRows(), profile.rows(), profile.weight(), variances, most);
    FactorStarts starts = new FactorStarts(spec, profile.scales());
    Supplier<List<FactorModel>> models =
        () ->
            initial == null
                ? starts(pass, profile, starts, latentDimensions)
                : List.of(starts.resumed(initial));
    List<TrainingResult<FactorModel>> results =
        new EmTrainer(rule, listeners, course)
            .trainTogether(starts.of(latentDimensions.length, models), pass);
    return results.stream()
        .map(result -> new Outcome(result, Optional.empty(), FactorSpec.Method.PASSES, variances))
        .toList();
  }

  private List<FactorModel> starts(
      Pass pass, DataProfile profile, FactorStarts starts, int[] latentDimensions) {
    if (method(pass.columns(), pass.partitions()) == FactorSpec.Method.PASSES) {
      return starts.fromPasses(pass, profile, latentDimensions);
    }
    SecondMoments filled =
        pass.aggregate(
                new SecondMomentsAggregation(profile.means()),
                "start: second moments of rows filled with means")
            .moments();
    return Arrays.stream(latentDimensions).mapToObj(h -> starts.fromMoments(filled, h)).toList();
  }

  /** The variance of each column; where that is 0, the mean of the others. */
  private static double[] scales(double[] variances) {
    double mean = Arrays.stream(variances).filter(v -> v > 0).average().orElse(1);
    return Arrays.stream(variances).map(v -> v > 0 ? v : mean).toArray();
  }

  private static void check(long weighted, long rows, double weight, double[] variances, int most) {
    UsableData.checkWeight(rows, weight);
    UsableData.checkFinite(variances);
    UsableData.checkUnderflow(variances);
    UsableData.checkVariance(variances);
    if (most >= weighted) {
      throw new UnusableDataException(
          String.format(
              Locale.ROOT,
              "latent-dimensions: must be less than the %d rows%s but was %d",
              weighted,
              weighted < rows ? " with a positive weight" : "",
              most));
    }
  }
}
