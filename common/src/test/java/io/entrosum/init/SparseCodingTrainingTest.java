package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.coding.BarsData;
import io.entrosum.coding.CodeParameters;
import io.entrosum.coding.PosteriorType;
import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.model.LatentModel;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.Annealing;
import io.entrosum.train.CountedPass;
import io.entrosum.train.Iteration;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.StopReason;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sparse coding finds the bars of arXiv 2311.01888, and says what it did. */
class SparseCodingTrainingTest {
  private static final StoppingRule RULE = new StoppingRule(200, 1e-6);

  /** A draw whose optimum itself has all ten bars to |cos| > .97: not every one has. */
  private static final double[][] LAPLACE = BarsData.rows(1000, BarsData.Latents.LAPLACE, 1);

  private static final double[][] BERNOULLI = BarsData.rows(1000, BarsData.Latents.BERNOULLI, 1);

  private static Pass pass(double[][] rows, int blockRows, int latents, int trainings) {
    return new LocalPass(BarsData.blocks(rows, blockRows, latents, trainings));
  }

  private static TrainingResult<SparseCodingModel> train(double[][] rows, SparseCodingSpec spec) {
    Pass pass = pass(rows, 300, spec.latentDimensions(), spec.restarts());
    return SparseCodingTraining.of(spec, RULE, List.of()).run(pass).result();
  }

  private static long found(SparseCodingModel model) {
    return Arrays.stream(BarsData.similarities(model.dictionary())).filter(c -> c > .97).count();
  }

  /** What training from the true dictionary comes to. */
  private static double optimum(double[][] rows) {
    double[] scales = new double[10];
    Arrays.fill(scales, 2);
    SparseCodingModel truth =
        new SparseCodingModel(
            CodeParameters.normalised(25, BarsData.bars(), scales, .01), PosteriorType.FULL);
    return SparseCodingTraining.of(SparseCodingSpec.of(10), new StoppingRule(500, 1e-9), List.of())
        .from(truth)
        .run(pass(rows, 300, 10, 1))
        .result()
        .bound()
        .bound();
  }

  @ParameterizedTest
  @EnumSource(BarsData.Latents.class)
  void tenSeedsOfTenFindAllBarsWithDefaultSettings(BarsData.Latents latents) {
    double[][] rows = latents == BarsData.Latents.LAPLACE ? LAPLACE : BERNOULLI;
    double optimum = optimum(rows);
    for (int seed = 1; seed <= 10; seed++) {
      TrainingResult<SparseCodingModel> result =
          train(rows, SparseCodingSpec.of(10).withStarts(1, seed));
      assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
      assertThat(result.bound().bound()).isBetween(optimum - 1e-3, optimum + 1e-3);
      assertThat(found(result.model())).as("seed %s", seed).isEqualTo(10);
      assertThat(Math.sqrt(result.model().noise())).isBetween(.098, .102);
      assertThat(result.iterations()).isLessThan(150);
    }
  }

  /** A bar that is not found at .97 is not there in the optimum either: the sample decides. */
  @Test
  void otherSamplesAllComeToTheirOptimum() {
    for (int sample = 2; sample <= 6; sample++) {
      double[][] rows = BarsData.rows(1000, BarsData.Latents.LAPLACE, sample);
      double optimum = optimum(rows);
      TrainingResult<SparseCodingModel> result =
          train(rows, SparseCodingSpec.of(10).withStarts(1, 100 + sample));
      assertThat(result.bound().bound()).isBetween(optimum - 1e-3, optimum + 1e-3);
    }
  }

  /** The bound rises from pass to pass, and ends as the sum of entropies. */
  @ParameterizedTest
  @EnumSource(PosteriorType.class)
  void theBoundRisesToTheSumOfEntropies(PosteriorType type) {
    Pass pass = pass(BERNOULLI, 300, 10, 1);
    TrainingResult<SparseCodingModel> result =
        SparseCodingTraining.of(
                SparseCodingSpec.of(10).with(type), new StoppingRule(2000, 1e-10), List.of())
            .run(pass)
            .result();
    double last = Double.NEGATIVE_INFINITY;
    for (Iteration iteration : result.trace()) {
      assertThat(iteration.bound().bound()).isGreaterThan(last - 1e-8);
      assertThat(iteration.objective()).isEqualTo(iteration.bound().bound(), within(1e-12));
      last = iteration.bound().bound();
    }
    assertThat(result.bound().gap()).isEqualTo(0, within(1e-3));
    assertThat(result.figures().get("gini")).isBetween(.3, .9);
    assertThat(result.figures().get("unfinishedRows")).isZero();
  }

  /**
   * The bars matrix has rank 9, and independent posteriors pay for it: 9 mixed fields, one dead.
   */
  @Test
  void independentPosteriorsPreferNineFieldsOfLaplaceBars() {
    Pass pass = pass(LAPLACE, 300, 10, 1);
    TrainingResult<SparseCodingModel> result =
        SparseCodingTraining.of(
                SparseCodingSpec.of(10).with(PosteriorType.DIAGONAL),
                new StoppingRule(1000, 1e-6),
                List.of())
            .run(pass)
            .result();
    assertThat(result.bound().bound()).isBetween(-9.7, -9.0);
    assertThat(found(result.model())).isLessThan(7);
    double[] scales = result.model().scales();
    assertThat(scales[9]).isLessThan(.1 * scales[8]);
  }

  @Test
  void partitionsAndBlocksDoNotMatter() {
    TrainingResult<SparseCodingModel> one = train(BERNOULLI, SparseCodingSpec.of(10));
    List<List<Block>> partitions = new ArrayList<>();
    for (Block block : BarsData.blocks(BERNOULLI, 77, 10, 1)) {
      partitions.add(List.of(block));
    }
    partitions.add(3, List.of());
    TrainingResult<SparseCodingModel> many =
        SparseCodingTraining.of(SparseCodingSpec.of(10), RULE, List.of())
            .run(new LocalPass(partitions, 25))
            .result();
    // before paths part by rounding, they are the same to the last digits
    for (int i = 0; i < 10; i++) {
      double expected = one.trace().get(i).bound().bound();
      assertThat(many.trace().get(i).bound().bound())
          .isEqualTo(expected, within(1e-10 * Math.abs(expected)));
    }
    assertThat(many.bound().bound()).isEqualTo(one.bound().bound(), within(1e-4));
  }

  /** Blocks that cannot keep a state start cold in every pass, and come to the same optimum. */
  @Test
  void statesThatAreLostDoNotMatter() {
    TrainingResult<SparseCodingModel> warm = train(BERNOULLI, SparseCodingSpec.of(10));
    TrainingResult<SparseCodingModel> cold =
        SparseCodingTraining.of(SparseCodingSpec.of(10), RULE, List.of())
            .run(new LocalPass(List.of(Block.ofRows(BERNOULLI))))
            .result();
    assertThat(cold.bound().bound()).isEqualTo(warm.bound().bound(), within(1e-4));
  }

  /** Trainings on the same blocks, one after the other, do not go on from each other's states. */
  @Test
  void aSecondTrainingOnTheSameBlocksIsTheFirstAgain() {
    Pass pass = pass(BERNOULLI, 300, 10, 1);
    SparseCodingSpec spec = SparseCodingSpec.of(10);
    SparseCodingTraining training = SparseCodingTraining.of(spec, RULE, List.of());
    double first = training.run(pass).result().bound().bound();
    SparseCodingTraining.of(spec.with(PosteriorType.DIAGONAL), new StoppingRule(5, 0), List.of())
        .run(pass);
    double second = training.run(pass).result().bound().bound();
    assertThat(second).isEqualTo(first);
  }

  @Test
  void restartsShareTheirPassesAndTheBestIsKept() {
    List<Double> starts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public TrainingListener of(String training) {
            names.add(training);
            return this;
          }

          @Override
          public void stopped(TrainingResult<?> result) {
            starts.add(result.bound().bound());
          }
        };
    SparseCodingSpec spec = SparseCodingSpec.of(10).with(PosteriorType.DIAGONAL).withStarts(3, 4);
    CountedPass counted = new CountedPass(pass(BERNOULLI, 300, 10, 3));
    TrainingResult<SparseCodingModel> best =
        SparseCodingTraining.of(spec, new StoppingRule(60, 0), List.of(listener))
            .run(counted)
            .result();
    assertThat(starts).hasSize(3).doesNotHaveDuplicates();
    assertThat(names).containsExactly("start 1 of 3", "start 2 of 3", "start 3 of 3");
    assertThat(best.bound().bound())
        .isEqualTo(starts.stream().mapToDouble(b -> b).max().orElseThrow());
    assertThat(counted.passes()).as("profile, 60, and the bounds of the results").isEqualTo(62);
  }

  @ParameterizedTest
  @EnumSource(
      value = DictionaryMethod.class,
      names = {"COLUMNS", "LEAST_SQUARES"})
  void stepsInClosedFormRiseToo(DictionaryMethod method) {
    SparseCodingSpec spec = SparseCodingSpec.of(10).with(method);
    TrainingResult<SparseCodingModel> result =
        SparseCodingTraining.of(spec, new StoppingRule(40, 1e-6), List.of())
            .run(pass(BERNOULLI, 300, 10, 1))
            .result();
    assertRises(result);
    assertThat(result.bound().bound()).isGreaterThan(-2);
  }

  private static void assertRises(TrainingResult<SparseCodingModel> result) {
    double last = Double.NEGATIVE_INFINITY;
    for (Iteration iteration : result.trace()) {
      double bound = iteration.bound().bound();
      assertThat(bound).isGreaterThanOrEqualTo(last - 1e-9 * Math.max(1, Math.abs(last)));
      last = bound;
    }
  }

  /** Few rows of very different sizes: posteriors are far from sought to the end in a pass. */
  @ParameterizedTest
  @EnumSource(
      value = DictionaryMethod.class,
      names = {"COLUMNS", "LEAST_SQUARES"})
  void stepsInClosedFormRiseOnBadRows(DictionaryMethod method) {
    SparseCodingSpec spec = SparseCodingSpec.of(4).with(method);
    for (int seed = 1; seed <= 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] rows = new double[4 + seed % 9][3];
      for (double[] row : rows) {
        double size = Math.pow(10, 3 * random.nextGaussian());
        Arrays.setAll(row, j -> size * random.nextGaussian());
      }
      TrainingResult<SparseCodingModel> result =
          SparseCodingTraining.of(spec, new StoppingRule(30, 1e-6), List.of())
              .run(new LocalPass(List.of(Block.ofRows(rows))))
              .result();
      assertRises(result);
      assertThat(result.stopReason()).as("seed %d", seed).isNotEqualTo(StopReason.BOUND_FELL);
    }
  }

  @Test
  void annealingCarriesItsWeightsAndTheUnweightedBound() {
    List<EntropyWeights> weights = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void iterated(Iteration iteration, LatentModel<?> model) {
            weights.add(iteration.weights());
          }
        };
    SparseCodingSpec spec =
        SparseCodingSpec.of(10).with(Annealing.linear(Annealing::ofPrior, 2, 1, 20));
    TrainingResult<SparseCodingModel> result =
        SparseCodingTraining.of(spec, RULE, List.of(listener))
            .run(pass(LAPLACE, 300, 10, 1))
            .result();
    assertThat(weights.get(0).prior()).isEqualTo(2);
    assertThat(weights.stream().filter(w -> !w.isOne()).count()).isBetween(10L, 20L);
    Iteration first = result.trace().get(0);
    assertThat(first.objective()).isNotEqualTo(first.bound().bound());
    assertThat(found(result.model())).isEqualTo(10);
    assertThat(result.bound().bound()).isEqualTo(optimum(LAPLACE), within(1e-3));
  }

  @Test
  void presetsAndWeightsOfTheLikelihood() {
    for (Annealing annealing :
        List.of(Annealing.likelihood(3), Annealing.likelihood(20), Annealing.prior(2))) {
      TrainingResult<SparseCodingModel> result =
          SparseCodingTraining.of(
                  SparseCodingSpec.of(10).with(annealing), new StoppingRule(500, 1e-6), List.of())
              .run(pass(BERNOULLI, 300, 10, 1))
              .result();
      assertThat(Double.isFinite(result.bound().bound())).isTrue();
      List<Iteration> trace = result.trace();
      assertThat(trace.get(0).weights()).isEqualTo(annealing.stages().get(0));
      assertThat(result.stopReason()).isEqualTo(StopReason.CONVERGED);
      assertThat(trace.get(trace.size() - 1).weights().isOne()).isTrue();
      if (annealing.iterations() < 20) { // so long a one ends in another optimum
        assertThat(found(result.model())).isEqualTo(10);
      }
    }
  }

  /**
   * The true bars, but two of them are noise with hardly a scale: a field without codes has no
   * gradient, and stays dead. New fields find the two bars that are missing.
   */
  @Test
  void deadLatentsAreReportedAndSeededAnew() {
    SparseCodingSpec spec = SparseCodingSpec.of(10);
    TrainingResult<SparseCodingModel> kept = fromTwoDead(spec);
    assertThat(kept.stopReason()).isEqualTo(StopReason.CONVERGED); // else there is no seeding anew
    assertThat(kept.model().dead()).hasSize(2);
    assertThat(kept.events())
        .anySatisfy(
            event -> {
              assertThat(event.kind()).isEqualTo(ModelEvent.Kind.DEAD_LATENT);
              assertThat(event.count()).isEqualTo(2);
            });
    TrainingResult<SparseCodingModel> reseeded =
        fromTwoDead(spec.with(SparseCodingSpec.DeadLatents.RESEED));
    assertThat(reseeded.model().dead()).isEmpty();
    assertThat(reseeded.bound().bound()).isGreaterThan(kept.bound().bound() + 10);
    assertThat(found(reseeded.model())).isEqualTo(10);
    int before = kept.trace().size();
    assertThat(reseeded.trace().subList(0, before))
        .extracting(iteration -> iteration.bound().bound())
        .isEqualTo(kept.trace().stream().map(iteration -> iteration.bound().bound()).toList());
    assertThat(reseeded.trace()).extracting(Iteration::number).doesNotHaveDuplicates().isSorted();
    assertThat(reseeded.trace()).hasSizeGreaterThan(before);
  }

  private static TrainingResult<SparseCodingModel> fromTwoDead(SparseCodingSpec spec) {
    double[] dictionary = BarsData.bars();
    double[] scales = new double[10];
    Arrays.fill(scales, 2);
    SplittableRandom random = new SplittableRandom(3);
    for (int dead : new int[] {0, 7}) {
      scales[dead] = 1e-5;
      for (int j = 0; j < 25; j++) {
        dictionary[j * 10 + dead] = random.nextGaussian();
      }
    }
    SparseCodingModel start =
        new SparseCodingModel(
            CodeParameters.normalised(25, dictionary, scales, .01), PosteriorType.FULL);
    return SparseCodingTraining.of(spec, new StoppingRule(200, 1e-4), List.of())
        .from(start)
        .run(pass(LAPLACE, 300, 10, 1))
        .result();
  }

  @Test
  void rowsMayBeTheStart() {
    TrainingResult<SparseCodingModel> result =
        train(BERNOULLI, SparseCodingSpec.of(10).with(SparseCodingSpec.Start.ROWS));
    assertThat(found(result.model())).isEqualTo(10);
  }

  /** More latents than columns, and data without noise in fewer dimensions than columns. */
  @Test
  void extremes() {
    double[][] few = BarsData.rows(50, BarsData.Latents.LAPLACE, 3);
    TrainingResult<SparseCodingModel> wide =
        SparseCodingTraining.of(SparseCodingSpec.of(40), new StoppingRule(30, 1e-6), List.of())
            .run(pass(few, 300, 40, 1))
            .result();
    assertThat(Double.isFinite(wide.bound().bound())).isTrue();

    SplittableRandom random = new SplittableRandom(1);
    double[][] flat = new double[200][5];
    for (double[] row : flat) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      Arrays.setAll(row, j -> 1e6 * (j * a + (j % 2) * b));
    }
    TrainingResult<SparseCodingModel> exact =
        SparseCodingTraining.of(SparseCodingSpec.of(2), new StoppingRule(300, 1e-6), List.of())
            .run(pass(flat, 300, 2, 1))
            .result();
    assertThat(exact.events())
        .anySatisfy(event -> assertThat(event.kind()).isEqualTo(ModelEvent.Kind.NOISE_FLOOR));
    assertThat(exact.stopReason()).isEqualTo(StopReason.CONVERGED);
  }

  @Test
  void whatCannotBeTrained() {
    SparseCodingTraining training =
        SparseCodingTraining.of(SparseCodingSpec.of(2), RULE, List.of());
    assertThatThrownBy(
            () -> training.run(new LocalPass(List.of(new Block(2, new double[0], null)))))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage("the input has no rows");
    assertThatThrownBy(
            () -> training.run(new LocalPass(List.of(Block.ofRows(new double[][] {{1}, {1}})))))
        .hasMessage("all rows are equal; there is no variance to explain");
    assertThatThrownBy(
            () ->
                training.run(
                    new LocalPass(List.of(new Block(1, new double[] {1, 2}, new double[2])))))
        .hasMessage("all 2 row weights are zero; at least one must be positive");
    SparseCodingTraining huge =
        SparseCodingTraining.of(SparseCodingSpec.of(1_000_000), RULE, List.of());
    assertThatThrownBy(
            () -> huge.run(new LocalPass(List.of(Block.ofRows(new double[][] {{1}, {2}})))))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageMatching(
            "latent-dimensions: 1000000 with 1 columns need about [0-9.]+ GiB on the driver, which"
                + " has [0-9.]+ GiB; fewer latent dimensions or more memory .* fit");
    assertThatThrownBy(() -> SparseCodingSpec.of(0))
        .hasMessage("latent-dimensions: must be >= 1 but was 0");
    SparseCodingSpec free = SparseCodingSpec.of(2).with(DictionaryMethod.LEAST_SQUARES);
    assertThatThrownBy(() -> free.with(Annealing.prior(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "annealing: must be none for method = least-squares, which maximises no weighted bound,"
                + " but has 10 iterations (method = quasi-newton or columns)");
  }
}
