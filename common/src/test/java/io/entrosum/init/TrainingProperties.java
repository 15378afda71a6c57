package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.io.ModelFile;
import io.entrosum.io.Tensor;
import io.entrosum.linalg.NumericalException;
import io.entrosum.model.LatentModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.train.Iteration;
import io.entrosum.train.StopReason;
import io.entrosum.train.TrainingResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What holds of every training, whatever the data. */
final class TrainingProperties {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final double EQUAL = 1e-9;

  private TrainingProperties() {}

  /** A training of data. */
  interface Training {
    TrainingResult<?> run(GeneratedRows data);
  }

  /** The result, or why there is none. */
  private record Outcome(Optional<TrainingResult<?>> result, String refusal) {}

  /**
   * How far a bound may fall, nats, relative to it and absolutely.
   *
   * @param floor least variance relative to that of the data: what is left of a variance of 1 after
   *     subtracting what is explained has lost 1 / floor of its digits. None is promised without.
   */
  static double rounding(double floor) {
    return 1e-10 + 32 * Math.ulp(1.) / floor;
  }

  /**
   * Checks all of them.
   *
   * @param fall how far a bound may fall by rounding, relative to it, infinite where it may fall
   * @param power the logarithm to base 4 of the factor that weights are multiplied by: their roots
   *     are exact, too
   * @return "trained", or what refused the data
   */
  static String check(GeneratedRows data, Training training, double fall, int power) {
    Outcome outcome = outcome(data, training);
    outcome.result().ifPresent(result -> checkResult(result, data, fall));
    if (data.hasWeightlessRows()) {
      Outcome without = outcome(data.withoutWeightlessRows(), training);
      checkSame(
          "without rows of weight 0", outcome, without, data.blockRows() == 1 && data.isModerate());
    }
    double factor = Math.scalb(1., 2 * power);
    Outcome scaled = outcome(data.withWeights(w -> w * factor), training);
    boolean overflows = scaled.result().isPresent() != outcome.result().isPresent();
    boolean underflows = data.losesDigits(); // a small weight times a subnormal number is 0
    if (data.isModerate() || (!overflows && !underflows)) {
      checkSame("with weights times 4^" + power, outcome, scaled, data.isModerate());
    }
    return outcome.result().isPresent() ? "trained" : outcome.refusal();
  }

  private static Outcome outcome(GeneratedRows data, Training training) {
    try {
      TrainingResult<?> result = assertTimeoutPreemptively(LONGEST, () -> training.run(data));
      return new Outcome(Optional.of(result), "");
    } catch (UnusableDataException | NumericalException e) {
      assertThat(e.getMessage())
          .matches("[ -~]{10,300}")
          .matches(".*(; |\\(| must | no rows).*|.*all rows are equal.*");
      return new Outcome(
          Optional.empty(),
          e.getClass().getSimpleName() + ": " + e.getMessage().replaceAll("[0-9][-0-9.,E]*", "#"));
    }
  }

  /**
   * Checks that two trainings are the same: to the bit where all sums are of the same numbers, else
   * to rounding after one iteration, which further ones may multiply.
   */
  private static void checkSame(String how, Outcome expected, Outcome actual, boolean bits) {
    assertThat(actual.result().isPresent())
        .as("trains %s: %s, before: %s", how, actual.refusal(), expected.refusal())
        .isEqualTo(expected.result().isPresent());
    if (expected.result().isEmpty()) {
      return;
    }
    TrainingResult<?> one = expected.result().get();
    TrainingResult<?> other = actual.result().orElseThrow();
    if (bits) {
      assertThat(other.bound()).as("bound %s", how).isEqualTo(one.bound());
      assertThat(Arrays.equals(file(other).toBytes(), file(one).toBytes()))
          .as("same model %s", how)
          .isTrue();
    } else {
      EntropyTerms first = one.trace().get(0).bound();
      assertThat(other.trace().get(0).bound().bound())
          .as("first bound %s", how)
          .isCloseTo(first.bound(), within(rounding(first, EQUAL)));
    }
  }

  private static ModelFile file(TrainingResult<?> result) {
    List<String> names =
        IntStream.range(0, result.model().dimensions()).mapToObj(j -> "column " + j).toList();
    return new ModelFile(result.model(), names, Map.of());
  }

  private static void checkResult(TrainingResult<?> result, GeneratedRows data, double fall) {
    checkFinite("bound", result.bound());
    for (Iteration iteration : result.trace()) {
      checkFinite("iteration " + iteration.number(), iteration.bound());
      assertThat(iteration.objective())
          .as("objective of iteration %d", iteration.number())
          .isFinite();
    }
    result.figures().forEach((name, figure) -> assertThat(figure).as(name).isFinite());
    checkFile(result);
    boolean removed =
        result.events().stream().anyMatch(e -> e.kind() == ModelEvent.Kind.EMPTY_COMPONENT);
    if (fall < Double.POSITIVE_INFINITY && !removed) {
      checkAscent(result, data, fall);
    }
  }

  private static void checkFinite(String what, EntropyTerms terms) {
    assertThat(DoubleStream.of(parts(terms)).allMatch(Double::isFinite))
        .as("%s: %s", what, terms)
        .isTrue();
  }

  private static void checkFile(TrainingResult<?> result) {
    ModelFile file = file(result);
    for (Map.Entry<String, Tensor> tensor : file.tensors().entrySet()) {
      assertThat(Arrays.stream(tensor.getValue().values()).allMatch(Double::isFinite))
          .as("%s: %s", tensor.getKey(), Arrays.toString(tensor.getValue().values()))
          .isTrue();
    }
    byte[] bytes = file.toBytes();
    assertThat(ModelFile.read(bytes, "the model").toBytes()).isEqualTo(bytes);
  }

  private static <M extends LatentModel<M>> void checkAscent(
      TrainingResult<M> result, GeneratedRows data, double most) {
    if (result.stopReason() == StopReason.BOUND_FELL) {
      M model = result.model();
      Statistics statistics = data.aggregate(model);
      EntropyTerms bound = model.bound(statistics);
      double fall = bound.bound() - model.mStep(statistics).bound().bound();
      assertThat(fall).as("how far the bound fell").isLessThan(rounding(bound, most));
    }
    Iteration before = null;
    for (Iteration iteration : result.trace()) {
      boolean goesOn = !Double.isNaN(iteration.change()); // new fields begin lower
      if (before != null && goesOn && before.weights().equals(iteration.weights())) {
        assertThat(iteration.objective())
            .as("objective of iteration %d", iteration.number())
            .isGreaterThanOrEqualTo(before.objective() - rounding(before.bound(), most));
      }
      before = iteration;
    }
    if (before != null && before.weights().isOne()) {
      assertThat(result.bound().bound())
          .as("bound of the result")
          .isGreaterThanOrEqualTo(before.bound().bound() - rounding(before.bound(), most));
    }
  }

  /** Relative to a bound, and to the digits that its parts have. */
  private static double rounding(EntropyTerms terms, double relative) {
    double parts = DoubleStream.of(parts(terms)).map(Math::abs).max().orElseThrow();
    return relative * Math.max(1, Math.abs(terms.bound())) + 1e-12 * parts;
  }

  private static double[] parts(EntropyTerms terms) {
    return new double[] {
      terms.bound(),
      terms.posterior(),
      terms.prior(),
      terms.observation(),
      terms.baseMeasure(),
      terms.assignment()
    };
  }
}
