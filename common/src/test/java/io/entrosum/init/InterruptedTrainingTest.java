package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.belief.BeliefPosterior;
import io.entrosum.coding.BarsData;
import io.entrosum.coding.PosteriorType;
import io.entrosum.data.Block;
import io.entrosum.family.CovarianceType;
import io.entrosum.family.NoiseType;
import io.entrosum.io.CourseFile;
import io.entrosum.io.ModelFile;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.model.SteppedModel;
import io.entrosum.train.Annealing;
import io.entrosum.train.Course;
import io.entrosum.train.DataProfile;
import io.entrosum.train.Iteration;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.RunState;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import io.entrosum.vae.AmortisedCases;
import io.entrosum.vae.LearningSettings;
import io.entrosum.vae.VaeCases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A training that was interrupted and goes on from what was kept of it, in another process and on
 * data that is read anew, ends with the bits of the one that nobody disturbed.
 */
class InterruptedTrainingTest {
  private static final StoppingRule RULE = new StoppingRule(25, 1e-5);

  private static final List<String> FAMILIES =
      List.of(
          "gaussian",
          "bernoulli",
          "beta",
          "binomial(trials=1)",
          "exponential",
          "gamma",
          "gamma(shape=2.5)",
          "gaussian(variance=1)",
          "geometric",
          "laplace(location=0)",
          "log-normal",
          "negative-binomial(failures=1.5)",
          "pareto(minimum=1)",
          "poisson",
          "weibull(shape=1.7)");

  /** What is trained: data, and the results of a training on it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Task(Training training, double[][] rows, int room, int trainings) {
    Task(Training training, double[][] rows) {
      this(training, rows, 0, 0);
    }

    /** The data in two partitions, with nothing beside its blocks. */
    Pass data() {
      int half = rows.length / 2;
      return new LocalPass(
          List.of(
              blocks(Arrays.copyOfRange(rows, 0, half)),
              blocks(Arrays.copyOfRange(rows, half, rows.length))),
          rows[0].length);
    }

    private List<Block> blocks(double[][] some) {
      return room == 0 ? List.of(Block.ofRows(some)) : BarsData.blocks(some, 70, room, trainings);
    }
  }

  private interface Training {
    List<? extends TrainingResult<?>> run(Pass pass, Course course);
  }

  @SuppressWarnings("ImmutableEnumChecker") // nobody modifies the rows
  private enum Kind {
    GAUSSIAN_FULL(gaussian(CovarianceType.FULL)),
    GAUSSIAN_TIED(gaussian(CovarianceType.TIED)),
    GAUSSIAN_DIAGONAL(gaussian(CovarianceType.DIAGONAL)),
    GAUSSIAN_SPHERICAL(gaussian(CovarianceType.SPHERICAL)),
    GAUSSIAN_WITH_HOLES(
        new Task(
            (pass, course) -> List.of(mixture(CovarianceType.FULL).in(course).run(pass)),
            holes(numbers(300, 4)))),
    COMPONENTS_TOGETHER(
        new Task(
            (pass, course) ->
                MixtureTraining.runTogether(
                    IntStream.of(1, 3, 2)
                        .mapToObj(
                            k ->
                                MixtureTraining.of(GaussianMixtureSpec.of(k), RULE, 2, List.of())
                                    .in(course))
                        .toList(),
                    pass,
                    DataProfile.of(pass, 3)),
            numbers(300, 4))),
    EVERY_FAMILY(
        new Task(
            (pass, course) ->
                List.of(
                    MixtureTraining.of(table(), GaussianMixtureSpec.of(2), RULE, 2, List.of())
                        .in(course)
                        .run(pass)),
            tableRows(200))),
    FACTOR_ANALYSERS(
        new Task(
            (pass, course) ->
                List.of(
                    MixtureTraining.of(
                            new FactorMixtureSpec(
                                2, 2, NoiseType.DIAGONAL, 1e-3, InitMode.K_MEANS, null, 3),
                            RULE,
                            2,
                            List.of())
                        .in(course)
                        .run(pass)),
            numbers(300, 6))),
    FACTOR_ANALYSIS(
        new Task(
            (pass, course) ->
                results(
                    FactorTraining.of(FactorSpec.factorAnalysis(2), RULE, List.of())
                        .in(course)
                        .runAll(pass, FactorTraining.Holes.NONE, new int[] {2})),
            numbers(300, 6))),
    PCA_IN_PASSES(
        new Task(
            (pass, course) ->
                results(
                    FactorTraining.of(
                            FactorSpec.ppca(2).with(FactorSpec.Method.PASSES),
                            new StoppingRule(25, 1e-13),
                            List.of())
                        .in(course)
                        .runAll(pass, FactorTraining.Holes.NONE, new int[] {1, 2, 3})),
            numbers(300, 6))),
    FACTOR_ANALYSIS_WITH_HOLES(
        new Task(
            (pass, course) ->
                results(
                    FactorTraining.of(FactorSpec.factorAnalysis(2), RULE, List.of())
                        .in(course)
                        .runAll(pass, FactorTraining.Holes.POSSIBLE, new int[] {2})),
            holes(numbers(300, 6)))),
    SPARSE_CODING_FULL(sparse(PosteriorType.FULL, Annealing.NONE, 1)),
    SPARSE_CODING_DIAGONAL(sparse(PosteriorType.DIAGONAL, Annealing.NONE, 2)),
    SPARSE_CODING_ANNEALED(sparse(PosteriorType.FULL, Annealing.prior(3), 1)),
    SPARSE_CODING_RESEEDED(
        new Task(
            (pass, course) ->
                List.of(
                    SparseCodingTraining.of(
                            SparseCodingSpec.of(13)
                                .with(SparseCodingSpec.DeadLatents.RESEED)
                                .with(SparseCodingSpec.Start.ROWS),
                            new StoppingRule(150, 1e-3),
                            List.of())
                        .in(course)
                        .run(pass)
                        .result()),
            BarsData.rows(120, BarsData.Latents.BERNOULLI, 2),
            13,
            1)),
    SPARSE_CODING_SIZES_TOGETHER(
        new Task(
            (pass, course) ->
                SparseCodingTraining.of(SparseCodingSpec.of(8), RULE, List.of())
                    .in(course)
                    .runAll(pass, new int[] {4, 8})
                    .stream()
                    .map(SparseCodingTraining.Outcome::result)
                    .toList(),
            BarsData.rows(120, BarsData.Latents.LAPLACE, 2),
            8,
            2)),
    SPARSE_CODING_SIZES_THAT_END_APART(
        new Task(
            (pass, course) ->
                SparseCodingTraining.of(
                        SparseCodingSpec.of(8), new StoppingRule(150, 1e-3), List.of())
                    .in(course)
                    .runAll(pass, new int[] {2, 8})
                    .stream()
                    .map(SparseCodingTraining.Outcome::result)
                    .toList(),
            BarsData.rows(120, BarsData.Latents.LAPLACE, 2),
            8,
            2)),
    AUTOENCODER(vae(VaeCases.VAE2, LearningSettings.Steps.LOCAL)),
    AUTOENCODER_WITH_GRADIENTS_OF_ALL_ROWS(
        vae(VaeCases.BERNOULLI, LearningSettings.Steps.SYNCHRONOUS)),
    SPARSE_CODING_AMORTISED(amortised(AmortisedCases.DIAGONAL, LearningSettings.Steps.LOCAL)),
    SPARSE_CODING_AMORTISED_WITH_GRADIENTS_OF_ALL_ROWS(
        amortised(AmortisedCases.ONE_FACTOR, LearningSettings.Steps.SYNCHRONOUS)),
    SPARSE_CODING_IN_CLOSED_FORM(
        new Task(
            (pass, course) ->
                List.of(
                    SparseCodingTraining.of(
                            SparseCodingSpec.of(10).with(DictionaryMethod.COLUMNS), RULE, List.of())
                        .in(course)
                        .run(pass)
                        .result()),
            BarsData.rows(120, BarsData.Latents.LAPLACE, 2),
            10,
            1)),
    BELIEF_EXACT(belief(SigmoidBeliefSpec.of(BeliefPosterior.EXACT, 3, 2))),
    BELIEF_BY_M_STEPS(
        belief(
            SigmoidBeliefSpec.of(BeliefPosterior.MEAN_FIELD, 4).with(SigmoidBeliefSpec.Method.EM))),
    BELIEF_TRUNCATED(
        belief(SigmoidBeliefSpec.of(BeliefPosterior.truncated(6), 8, 3).withStarts(2, 5)));

    private final Task task;

    Kind(Task task) {
      this.task = task;
    }
  }

  private static MixtureTraining mixture(CovarianceType type) {
    GaussianMixtureSpec spec = new GaussianMixtureSpec(3, type, 1e-6, InitMode.K_MEANS, null, 7);
    return MixtureTraining.of(spec, RULE, 3, List.of());
  }

  private static Task gaussian(CovarianceType type) {
    return new Task((pass, course) -> List.of(mixture(type).in(course).run(pass)), numbers(300, 4));
  }

  private static Task sparse(PosteriorType posterior, Annealing annealing, int restarts) {
    SparseCodingSpec spec =
        SparseCodingSpec.of(10).with(posterior).with(annealing).withStarts(restarts, 4);
    return new Task(
        (pass, course) ->
            List.of(
                SparseCodingTraining.of(spec, new StoppingRule(70, 1e-5), List.of())
                    .in(course)
                    .run(pass)
                    .result()),
        BarsData.rows(150, BarsData.Latents.LAPLACE, 1),
        10,
        restarts);
  }

  private static Task belief(SigmoidBeliefSpec spec) {
    return new Task(
        (pass, course) ->
            List.of(
                SigmoidBeliefTraining.of(spec, new StoppingRule(70, 1e-6), List.of())
                    .in(course)
                    .run(pass)
                    .result()),
        SigmoidBeliefTrainingTest.rows(150, 3),
        SigmoidBeliefTraining.numbersPerRow(spec),
        spec.restarts());
  }

  private static Task vae(VaeCases kind, LearningSettings.Steps steps) {
    VaeSpec spec = kind.spec().with(new LearningSettings(steps, 20, 5e-3, 1, 4)).withRestarts(2);
    return new Task(
        (pass, course) ->
            List.of(
                VaeTraining.of(spec, new StoppingRule(8, 1e-5), List.of())
                    .in(course)
                    .run(pass)
                    .result()),
        kind.rows(90));
  }

  private static Task amortised(AmortisedCases kind, LearningSettings.Steps steps) {
    AmortisedCodingSpec spec = kind.twoStarts().with(new LearningSettings(steps, 20, 5e-3, 1, 4));
    return new Task(
        (pass, course) ->
            List.of(
                AmortisedCodingTraining.of(spec, new StoppingRule(8, 1e-5), List.of())
                    .in(course)
                    .run(pass)
                    .result()),
        AmortisedCases.rows(90));
  }

  private static List<TrainingResult<?>> results(List<FactorTraining.Outcome> outcomes) {
    List<TrainingResult<?>> results = new ArrayList<>();
    outcomes.forEach(outcome -> results.add(outcome.result()));
    return results;
  }

  private static double[][] numbers(int n, int d) {
    Random random = new Random(3);
    double[][] rows = new double[n][d];
    for (double[] row : rows) {
      double kind = random.nextInt(3);
      double common = random.nextGaussian();
      for (int j = 0; j < d; j++) {
        row[j] = 100 + kind * (j % 2 == 0 ? 2 : -1) + .5 * common + random.nextGaussian();
      }
    }
    return rows;
  }

  private static double[][] holes(double[][] rows) {
    Random random = new Random(4);
    for (double[] row : rows) {
      row[random.nextInt(row.length)] = Double.NaN;
    }
    return rows;
  }

  private static TableSpec table() {
    List<TableSpec.Column> columns = new ArrayList<>();
    for (String family : FAMILIES) {
      columns.add(TableSpec.Column.of(family));
    }
    columns.add(TableSpec.Column.categorical(3));
    return TableSpec.of(columns);
  }

  /** Counts of 0 and 1 where a family wants counts, else numbers that all families know. */
  private static double[][] tableRows(int n) {
    TableSpec table = table();
    int d = table.columns().size();
    Random random = new Random(5);
    double[][] rows = new double[n][d];
    for (double[] row : rows) {
      int kind = random.nextInt(2);
      for (int j = 0; j < d; j++) {
        String family = table.columns().get(j).family();
        boolean counts =
            List.of("bernoulli", "binomial", "geometric", "negative-binomial", "poisson")
                .contains(family.replaceAll("\\(.*", ""));
        double u = (.1 + .8 * random.nextDouble() + kind) / 2;
        row[j] =
            family.equals(TableSpec.CATEGORICAL)
                ? random.nextInt(2) + kind
                : counts
                    ? (random.nextDouble() < u ? 1 : 0)
                    : family.startsWith("pareto") ? 1 + u : u;
      }
    }
    return rows;
  }

  /** Ends a training after some passes, as SIGKILL does, and is left with what was kept. */
  private static final class Interruption extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void everyFamilyIsAmongThem() {
    List<String> names =
        FAMILIES.stream().map(family -> family.replaceAll("\\(.*", "")).distinct().toList();
    assertThat(names)
        .containsAll(
            TableSpec.families().stream()
                .map(family -> family.replaceAll("\\(.*", ""))
                .filter(family -> !family.equals(TableSpec.CATEGORICAL))
                .toList());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void interruptedAfterAnyPassItEndsWithTheSameBits(Kind kind) {
    int[] passes = {0};
    List<String> expected =
        describe(kind.task.training().run(kind.task.data(), Course.of(course -> passes[0]++)));
    assertThat(passes[0]).isGreaterThan(2);
    int stride = Math.max(1, passes[0] / 25);
    for (int after = 1; after < passes[0]; after += stride) {
      List<List<RunState>> kept = stored(kind, List.of(), after);
      List<String> result =
          describe(kind.task.training().run(kind.task.data(), Course.from(kept, course -> {})));
      assertThat(result)
          .as("interrupted after pass %d of %d", after, passes[0])
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void interruptedAgainAndAgainItEndsWithTheSameBits(Kind kind) {
    List<String> expected = describe(kind.task.training().run(kind.task.data(), Course.unkept()));
    List<List<RunState>> kept = stored(kind, List.of(), 3);
    for (int times = 0; times < 3; times++) {
      kept = stored(kind, kept, 2 + times);
    }
    assertThat(describe(kind.task.training().run(kind.task.data(), Course.from(kept, c -> {}))))
        .isEqualTo(expected);
  }

  /** What a checkpoint has of a training that goes on and is interrupted after some passes. */
  private static List<List<RunState>> stored(Kind kind, List<List<RunState>> from, int after) {
    int[] passes = {0};
    byte[][] file = {{}};
    Course.Keeper keeper =
        course -> {
          if (++passes[0] == after) {
            int d = kind.task.rows()[0].length;
            List<String> names = IntStream.range(0, d).mapToObj(j -> "column " + j).toList();
            file[0] = new CourseFile(course.state(), names, Map.of("a", "b")).toBytes();
            throw new Interruption();
          }
        };
    try {
      kind.task.training().run(kind.task.data(), Course.from(from, keeper));
    } catch (Interruption e) {
      CourseFile read = CourseFile.read(file[0], "checkpoint");
      assertThat(read.metadata()).containsExactlyEntriesOf(Map.of("a", "b"));
      assertThat(read.toBytes()).isEqualTo(file[0]);
      return read.state();
    }
    return from; // it was over before
  }

  /** Everything of results but the time that they took, to the bit. */
  private static List<String> describe(List<? extends TrainingResult<?>> results) {
    List<String> lines = new ArrayList<>();
    for (TrainingResult<?> result : results) {
      int d = result.model().dimensions();
      List<String> names = IntStream.range(0, d).mapToObj(j -> "column " + j).toList();
      new ModelFile(result.model(), names, Map.of())
          .tensors()
          .forEach((name, tensor) -> lines.add(name + " " + Arrays.toString(tensor.values())));
      lines.add(result.bound() + " " + result.stopReason() + " " + result.figures());
      if (result.model() instanceof SteppedModel<?> stepped) {
        lines.add("exact " + stepped.isExact());
      }
      lines.add(result.rows() + " " + result.weight() + " " + result.events());
      for (Iteration iteration : result.trace()) {
        lines.add(
            iteration.number()
                + " "
                + iteration.bound()
                + " "
                + iteration.change()
                + " "
                + iteration.objective()
                + " "
                + iteration.weights()
                + " "
                + iteration.events());
      }
    }
    return lines;
  }
}
