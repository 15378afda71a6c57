package io.entrosum.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.data.WarmStart;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.model.SparseCodingScorer;
import io.entrosum.model.StepCourse;
import io.entrosum.stats.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The E-step finds the optimum of each row's problem, wherever it starts. */
class CodePosteriorTest {
  static Stream<Arguments> cases() {
    return Stream.of(PosteriorType.values())
        .flatMap(
            type ->
                Stream.of(
                    Arguments.of(type, EntropyWeights.ONE, 6, 4),
                    Arguments.of(type, new EntropyWeights(1, 3, 1), 6, 4),
                    Arguments.of(type, new EntropyWeights(1, 1, .2), 6, 4),
                    Arguments.of(type, new EntropyWeights(.5, 1, 1), 6, 4),
                    Arguments.of(type, EntropyWeights.ONE, 4, 6), // overcomplete
                    Arguments.of(type, EntropyWeights.ONE, 5, 30))); // above InverseFactor.SMALL
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noChangeOfMeansOrCovariancesRaisesTheObjective(
      PosteriorType type, EntropyWeights weights, int d, int h) {
    CodingCase small = new CodingCase(d, h, 7, .05, type, 3);
    SparseCodingModel model = small.other(5, weights);
    PlainObjective at = small.posteriors(model);
    double best = value(at, model);
    SplittableRandom random = new SplittableRandom(11);
    for (int trial = 0; trial < 40; trial++) {
      int n = random.nextInt(7);
      double[] mean = at.means[n].clone();
      double[] covariance = at.covariances[n].clone();
      double size = Math.pow(10, -1 - 2.5 * random.nextDouble());
      if (trial % 2 == 0) {
        int i = random.nextInt(h);
        at.means[n][i] += size * Math.sqrt(covariance[i * h + i]) * (random.nextBoolean() ? 1 : -1);
      } else {
        perturb(at.covariances[n], h, size, type, random);
      }
      assertThat(value(at, model)).as("trial %s", trial).isLessThan(best + 1e-13);
      at.means[n] = mean;
      at.covariances[n] = covariance;
    }
  }

  /** {@code T + size * T^1/2-like symmetric noise}: of full covariances every entry may move. */
  private static void perturb(
      double[] t, int h, double size, PosteriorType type, SplittableRandom random) {
    double[] before = t.clone();
    for (int i = 0; i < h; i++) {
      for (int j = 0; j <= i; j++) {
        if (i == j || type == PosteriorType.FULL) {
          double scale = Math.sqrt(before[i * h + i] * before[j * h + j]);
          double change = .2 * size * scale * random.nextGaussian() / h;
          t[i * h + j] += change;
          t[j * h + i] = t[i * h + j];
        }
      }
    }
  }

  private static double value(PlainObjective objective, SparseCodingModel model) {
    return objective.value(model.dictionary(), model.scales(), model.noise(), model.weights());
  }

  /** Section 6.7: T^-1 - W'W / s2 is diagonal with the curvatures of the prior on it. */
  @Test
  void theOptimalPrecisionIsThatOfTheDataPlusADiagonal() {
    CodingCase small = new CodingCase(6, 4, 9, .05, PosteriorType.FULL, 3);
    SparseCodingModel model = small.other(5, EntropyWeights.ONE);
    Block block = Block.ofRows(small.rows).withWarmStart(new WarmStart(2 * 9 * 4, 1));
    model.eStep(StepCourse.fresh(0, 1)).add(block, new Statistics(model.layout()));
    double[] state = block.warmStart().take(0, 1, 2 * 9 * 4);
    PlainObjective at = small.posteriors(model);
    for (int n = 0; n < 9; n++) {
      for (int i = 0; i < 4; i++) {
        double s = Math.sqrt(at.covariances[n][i * 4 + i]);
        double a = at.means[n][i] / s;
        double k = FoldedNormal.twiceDensity(a) / (model.scales()[i] * s);
        // in units of what the variance would change
        assertThat(state[36 + n * 4 + i] * s * s).isEqualTo(k * s * s, within(1e-4));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PosteriorType.class)
  void theBoundIsThatOfTheFormula(PosteriorType type) {
    CodingCase small = new CodingCase(6, 4, 9, .05, type, 3);
    SparseCodingModel model = small.other(5, EntropyWeights.ONE);
    double bound = model.bound(small.statistics(model)).bound();
    double formula = value(small.posteriors(model), model);
    assertThat(bound).isEqualTo(formula, within(1e-11 * Math.abs(formula)));
  }

  @ParameterizedTest
  @EnumSource(PosteriorType.class)
  void aColdStartAndAWarmOneComeToTheSameOptimum(PosteriorType type) {
    CodingCase small = new CodingCase(8, 5, 300, .01, type, 4);
    SparseCodingModel before = small.other(5, EntropyWeights.ONE);
    SparseCodingModel after = small.other(6, EntropyWeights.ONE);
    Statistics cold = new Statistics(after.layout());
    after.eStep().add(Block.ofRows(small.rows), cold);
    Statistics warm = small.continued(after, before);
    assertThat(cold.get(CodeSums.COLD)).isEqualTo(300);
    assertThat(warm.get(CodeSums.COLD)).isZero();
    assertThat(warm.get(CodeSums.UNFINISHED)).isZero();
    assertThat(after.bound(warm).bound())
        .isEqualTo(after.bound(cold).bound(), within(1e-9 * Math.abs(after.bound(cold).bound())));
  }

  /** Whatever is lost beside a block is made again, to the bit: nobody can tell. */
  @ParameterizedTest
  @EnumSource(PosteriorType.class)
  void aStateThatWasLostIsMadeAgain(PosteriorType type) {
    CodingCase small = new CodingCase(8, 5, 300, .01, type, 4);
    List<SparseCodingModel> models = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      models.add(small.hasty(10 + i));
    }
    Block kept = Block.ofRows(small.rows).withWarmStart(new WarmStart(2 * 300 * 5, 1));
    double[] undisturbed = {};
    for (int i = 0; i < models.size(); i++) {
      StepCourse course = new StepCourse(0, i + 1, models.subList(0, i));
      undisturbed = step(models.get(i), course, kept);
    }
    StepCourse last = new StepCourse(0, 4, models.subList(0, 3));
    Block lost = Block.ofRows(small.rows).withWarmStart(new WarmStart(2 * 300 * 5, 1));
    assertThat(step(models.get(3), last, lost)).containsExactly(undisturbed);
    // a task that runs again on what it has left itself
    assertThat(step(models.get(3), last, kept)).containsExactly(undisturbed);
    // without room, and from nothing for comparison
    assertThat(step(models.get(3), last, Block.ofRows(small.rows))).containsExactly(undisturbed);
    assertThat(step(models.get(3), StepCourse.fresh(0, 1), kept)).isNotEqualTo(undisturbed);
  }

  /** All sums but the number of rows whose state was made again. */
  private static double[] step(SparseCodingModel model, StepCourse course, Block block) {
    Statistics into = new Statistics(model.layout());
    model.eStep(course).add(block, into);
    into.values()[into.offset(CodeSums.REPEATED)] = 0;
    return into.values();
  }

  /** A state that nothing can be made of is no reason to fail. */
  @ParameterizedTest
  @EnumSource(PosteriorType.class)
  void aStateThatIsNonsenseIsNoTruth(PosteriorType type) {
    CodingCase small = new CodingCase(6, 4, 5, .05, type, 3);
    double[] nonsense = new double[2 * 5 * 4];
    for (double value : new double[] {Double.NaN, -1, 0, 1e300}) {
      Arrays.fill(nonsense, value);
      Block block = Block.ofRows(small.rows).withWarmStart(new WarmStart(40, 1));
      block.warmStart().keep(0, 1, nonsense.clone());
      Statistics into = new Statistics(small.model.layout());
      StepCourse second = new StepCourse(0, 2, List.of(small.model));
      small.model.eStep(second).add(block, into);
      assertThat(into.get(CodeSums.COLD)).isZero();
      assertThat(small.model.bound(into).bound())
          .as("state %s", value)
          .isEqualTo(small.model.bound(small.statistics(small.model)).bound(), within(1e-7));
    }
  }

  /** Section 6.6: a dead latent costs ln 2 + 1/2 - ln pi, whatever its scale. */
  @ParameterizedTest
  @EnumSource(PosteriorType.class)
  void aDeadLatentCostsALittle(PosteriorType type) {
    double[][] rows = {{.3, 0, .1}, {-1, 0, .2}, {.5, 0, -.1}};
    double without = bound(type, new double[] {1, 0, 0}, new double[] {.6}, rows);
    for (double dead : new double[] {1e-4, 1e-7}) {
      double with = bound(type, new double[] {1, 0, 0, 1, 0, 0}, new double[] {.6, dead}, rows);
      // its posterior is s = lambda sqrt(pi / 2), for which E|z| = lambda: the scale is optimal
      assertThat(with - without).isEqualTo(-0.0484172947, within(dead == 1e-7 ? 1e-10 : 1e-5));
    }
  }

  private static double bound(
      PosteriorType type, double[] dictionary, double[] scales, double[][] rows) {
    SparseCodingModel model =
        new SparseCodingModel(new CodeParameters(3, dictionary, scales, .04), type);
    Statistics into = new Statistics(model.layout());
    model.eStep().add(Block.ofRows(rows), into);
    return model.bound(into).bound();
  }

  @ParameterizedTest
  @EnumSource(PosteriorType.class)
  void boundsOfRowsAddUp(PosteriorType type) {
    CodingCase small = new CodingCase(6, 4, 600, .05, type, 3);
    SparseCodingScorer scorer = small.model.scorer();
    double[] latent = new double[600 * 4];
    double[] deviation = new double[600 * 4];
    double[] bound = new double[600];
    scorer.score(Block.ofRows(small.rows), latent, deviation, bound);
    double mean = Arrays.stream(bound).average().orElseThrow();
    assertThat(mean)
        .isEqualTo(
            small.model.bound(small.statistics(small.model)).bound(),
            within(1e-10 * Math.abs(mean)));
    assertThat(scorer.takeUnfinished()).isZero();
    assertThat(Arrays.stream(deviation).min().orElseThrow()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(PosteriorType.class)
  void aWeightOfTwoIsTheRowTwice(PosteriorType type) {
    CodingCase small = new CodingCase(6, 4, 3, .05, type, 3);
    double[] values = new double[18];
    for (int i = 0; i < 3; i++) {
      System.arraycopy(small.rows[i], 0, values, i * 6, 6);
    }
    Statistics weighted = new Statistics(small.model.layout());
    small.model.eStep().add(new Block(6, values, new double[] {2, 0, 1}), weighted);
    Statistics repeated = new Statistics(small.model.layout());
    double[][] twice = {small.rows[0], small.rows[0], small.rows[2]};
    small.model.eStep().add(Block.ofRows(twice), repeated);
    assertThat(weighted.get("weight")).isEqualTo(3);
    for (String slot : new String[] {CodeSums.ABSOLUTE, CodeSums.RESIDUAL_CROSS, CodeSums.SPREAD}) {
      double[] expected = repeated.array(slot);
      double[] actual = weighted.array(slot);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isEqualTo(expected[i], within(1e-10));
      }
    }
    assertThat(small.model.bound(weighted).bound())
        .isEqualTo(small.model.bound(repeated).bound(), within(1e-11));
  }

  /** The codes of a row whose latents are far from zero are those of least squares, shrunk. */
  @Test
  void mostProbableCodesSatisfyTheLassoConditions() {
    CodingCase small = new CodingCase(6, 9, 50, .05, PosteriorType.FULL, 3);
    double[] codes = new double[50 * 9];
    SparseCodingScorer scorer = small.model.scorer();
    scorer.mostProbable(Block.ofRows(small.rows), codes);
    assertThat(scorer.takeUnfinished()).isZero();
    double[] fitted = scorer.reconstruct(50, codes);
    double[] w = small.model.dictionary();
    int zeros = 0;
    for (int n = 0; n < 50; n++) {
      for (int i = 0; i < 9; i++) {
        double pull = 0;
        for (int j = 0; j < 6; j++) {
          pull += w[j * 9 + i] * (small.rows[n][j] - fitted[n * 6 + j]);
        }
        double penalty = small.model.noise() / small.model.scales()[i];
        double code = codes[n * 9 + i];
        if (code == 0) {
          zeros++;
          assertThat(Math.abs(pull)).isLessThanOrEqualTo(penalty * (1 + 1e-6));
        } else {
          assertThat(pull).isEqualTo(Math.copySign(penalty, code), within(1e-6 * penalty));
        }
      }
    }
    assertThat(zeros).isBetween(100, 400);
  }
}
