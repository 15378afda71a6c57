package io.entrosum.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.entropy.EntropyWeights;
import io.entrosum.model.DictionaryMethod;
import io.entrosum.model.LatentModel;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.model.SparseCodingSettings;
import io.entrosum.model.SteppedModel;
import io.entrosum.stats.Statistics;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The identities of the entropy objective, and its gradient (notes on sparse coding, section 6).
 */
class SparseCodingObjectiveTest {
  private static final EntropyWeights[] WEIGHTS = {
    EntropyWeights.ONE,
    new EntropyWeights(1, .2, 3),
    new EntropyWeights(1, 1, 10),
    new EntropyWeights(1, .5, 1),
    new EntropyWeights(1, 2, 1),
    new EntropyWeights(.7, 1.3, .4)
  };

  static Stream<Arguments> typesAndWeights() {
    return Stream.of(PosteriorType.values())
        .flatMap(type -> Stream.of(WEIGHTS).map(weights -> Arguments.of(type, weights)));
  }

  /** 6.2: the entropy sum is the bound where scales and noise are optimal, and only there. */
  @ParameterizedTest
  @EnumSource(PosteriorType.class)
  void theEntropySumIsTheBoundAtOptimalScalesAndNoise(PosteriorType type) {
    CodingCase small = new CodingCase(6, 4, 40, .05, type, 3);
    SparseCodingModel model = small.other(5, EntropyWeights.ONE);
    PlainObjective at = small.posteriors(model);
    double[] a = at.absolutes();
    double noise = at.noise(model.dictionary());
    SparseCodingModel optimal =
        new SparseCodingModel(new CodeParameters(6, model.dictionary(), a, noise), type);
    Statistics statistics = small.statistics(model);
    // the same posteriors, other parameters: statistics depend on the dictionary alone
    EntropyTerms bound = optimal.bound(statistics);
    assertThat(bound.bound()).isEqualTo(bound.entropySum(), within(1e-12));
    assertThat(bound.bound())
        .isEqualTo(at.value(model.dictionary(), a, noise, EntropyWeights.ONE), within(1e-11));
    for (double factor : new double[] {.9, 1.1}) {
      for (int i = 0; i < 4; i++) {
        double[] scales = a.clone();
        scales[i] *= factor;
        assertThat(with(model, scales, noise).bound(statistics).bound())
            .isLessThan(bound.bound() - 1e-4);
      }
      assertThat(with(model, a, noise * factor).bound(statistics).bound())
          .isLessThan(bound.bound() - 1e-3);
    }
  }

  private static SparseCodingModel with(SparseCodingModel model, double[] scales, double noise) {
    return new SparseCodingModel(
        new CodeParameters(model.dimensions(), model.dictionary(), scales, noise),
        model.posterior());
  }

  /** 6.3: norms may move into the latents; with another prior weight the objective feels it. */
  @ParameterizedTest
  @MethodSource("typesAndWeights")
  void gauge(PosteriorType type, EntropyWeights weights) {
    CodingCase small = new CodingCase(6, 4, 20, .05, type, 3);
    SparseCodingModel model = small.other(5, weights);
    PlainObjective at = small.posteriors(model);
    double before = at.profiled(model.dictionary(), weights);
    double[] c = {.3, 2, 1, 7};
    double[] w = model.dictionary();
    double logs = 0;
    for (int i = 0; i < 4; i++) {
      logs += Math.log(c[i]);
      for (int j = 0; j < 6; j++) {
        w[j * 4 + i] /= c[i];
      }
    }
    double[][] means = new double[20][];
    double[][] covariances = new double[20][];
    for (int n = 0; n < 20; n++) {
      means[n] = at.means[n].clone();
      covariances[n] = at.covariances[n].clone();
      for (int i = 0; i < 4; i++) {
        means[n][i] *= c[i];
        for (int k = 0; k < 4; k++) {
          covariances[n][i * 4 + k] *= c[i] * c[k];
        }
      }
    }
    double after = new PlainObjective(small.rows, means, covariances).profiled(w, weights);
    double expected = (weights.posterior() - weights.prior()) * logs;
    assertThat(after - before).isEqualTo(expected, within(1e-11));
    // and the model's own objective is the formula's
    double value = model.slope(small.statistics(model)).value();
    double formula = at.value(model.dictionary(), model.scales(), model.noise(), weights);
    assertThat(value).isEqualTo(formula, within(1e-11 * Math.abs(formula)));
  }

  /** 6.4: the gradient is that of the objective with posteriors at their optimum. */
  @ParameterizedTest
  @MethodSource("typesAndWeights")
  void gradient(PosteriorType type, EntropyWeights weights) {
    CodingCase small = new CodingCase(6, 4, 30, .1, type, 3);
    SparseCodingModel model = small.other(5, weights);
    SteppedModel.Slope<SparseCodingModel> slope = model.slope(small.statistics(model));
    double[] gradient = slope.gradient();
    SplittableRandom random = new SplittableRandom(2);
    for (int trial = 0; trial < 8; trial++) {
      double[] direction = new double[gradient.length];
      for (int i = 0; i < direction.length; i++) {
        boolean dictionary = i < 24;
        direction[i] = dictionary == trial < 5 ? random.nextGaussian() : 0;
      }
      double e = 1e-5;
      double up = value(small, slope.moved(direction, e));
      double down = value(small, slope.moved(direction, -e));
      double expected = (up - down) / (2 * e);
      double actual = 0;
      for (int i = 0; i < gradient.length; i++) {
        actual += gradient[i] * direction[i];
      }
      assertThat(actual).isEqualTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
    }
  }

  private static double value(CodingCase small, SparseCodingModel model) {
    return model.slope(small.statistics(model)).value();
  }

  /** The preconditioner is symmetric enough to be one, and gives directions of ascent. */
  @ParameterizedTest
  @MethodSource("typesAndWeights")
  void preconditionedGradientsPointUp(PosteriorType type, EntropyWeights weights) {
    CodingCase small = new CodingCase(6, 4, 30, .1, type, 3);
    SparseCodingModel model = small.other(5, weights);
    SteppedModel.Slope<SparseCodingModel> slope = model.slope(small.statistics(model));
    SplittableRandom random = new SplittableRandom(2);
    for (int trial = 0; trial < 20; trial++) {
      double[] vector = new double[slope.gradient().length];
      Arrays.setAll(vector, i -> random.nextGaussian());
      removeRadial(model, vector);
      double[] image = slope.precondition(vector);
      double product = 0;
      for (int i = 0; i < vector.length; i++) {
        product += vector[i] * image[i];
      }
      assertThat(product).isPositive();
    }
  }

  private static void removeRadial(SparseCodingModel model, double[] vector) {
    double[] w = model.dictionary();
    for (int i = 0; i < 4; i++) {
      double along = 0;
      for (int j = 0; j < 6; j++) {
        along += w[j * 4 + i] * vector[j * 4 + i];
      }
      for (int j = 0; j < 6; j++) {
        vector[j * 4 + i] -= along * w[j * 4 + i];
      }
    }
  }

  /** 6.8: both M-steps in closed form never lower the bound, and give what they say. */
  @ParameterizedTest
  @EnumSource(
      value = DictionaryMethod.class,
      names = {"COLUMNS", "LEAST_SQUARES"})
  void closedFormStepsNeverLowerTheBound(DictionaryMethod method) {
    for (PosteriorType type : PosteriorType.values()) {
      CodingCase small = new CodingCase(6, 4, 60, .05, type, 3);
      SparseCodingModel model = trained(small, method, 0, 0);
      double last = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < 120; i++) {
        PlainObjective at = small.posteriors(model);
        Statistics statistics = small.statistics(model);
        LatentModel.Update<SparseCodingModel> update = model.mStep(statistics);
        EntropyTerms bound = model.bound(statistics);
        assertThat(bound.bound()).isGreaterThan(last - 1e-10);
        assertThat(update.bound().bound()).isGreaterThan(bound.bound() - 1e-11);
        assertThat(update.bound().gap()).isEqualTo(0, within(1e-12));
        if (method == DictionaryMethod.COLUMNS) {
          // what it says is the bound of the next model for the same posteriors
          double formula = at.profiled(update.model().dictionary(), EntropyWeights.ONE);
          assertThat(update.bound().bound()).isEqualTo(formula, within(1e-10));
        }
        last = update.bound().bound();
        model = update.model();
      }
    }
  }

  private static SparseCodingModel trained(
      CodingCase small, DictionaryMethod method, double leastScale, double leastNoise) {
    SparseCodingModel start = small.other(5, EntropyWeights.ONE);
    return new SparseCodingModel(
            start.codes(),
            start.posterior(),
            new SparseCodingSettings(CodingCase.PRECISE, method, leastScale, 0, leastNoise))
        .withWeights(EntropyWeights.ONE);
  }

  /** Least squares with norms moved into latents is the free optimum: the formula at any norm. */
  @Test
  void leastSquaresIsTheFreeOptimum() {
    CodingCase small = new CodingCase(6, 4, 60, .05, PosteriorType.FULL, 3);
    SparseCodingModel model = trained(small, DictionaryMethod.LEAST_SQUARES, 0, 0);
    PlainObjective at = small.posteriors(model);
    Statistics statistics = small.statistics(model);
    LatentModel.Update<SparseCodingModel> update = model.mStep(statistics);
    CodeSums sums = CodeSums.of(statistics, 60, 6, 4);
    double[] free = DictionaryStep.leastSquares(sums, model.codes());
    double best = at.profiled(free, EntropyWeights.ONE);
    assertThat(update.bound().bound()).isEqualTo(best, within(1e-11));
    SplittableRandom random = new SplittableRandom(4);
    for (int trial = 0; trial < 20; trial++) {
      double[] other = free.clone();
      other[random.nextInt(24)] += .02 * random.nextGaussian();
      assertThat(at.profiled(other, EntropyWeights.ONE)).isLessThan(best);
    }
  }

  @Test
  void floorsHoldAndAreSaid() {
    CodingCase small = new CodingCase(6, 4, 60, .05, PosteriorType.FULL, 3);
    SparseCodingModel model = trained(small, DictionaryMethod.COLUMNS, 5, 2);
    LatentModel.Update<SparseCodingModel> update = model.mStep(small.statistics(model));
    assertThat(update.model().scales()).containsOnly(5.0);
    assertThat(update.model().noise()).isEqualTo(2);
    assertThat(update.events()).hasSize(2);
    assertThat(update.events().get(0).message()).isEqualTo("4 scales are at their floor");
    assertThat(update.events().get(1).message()).isEqualTo("the noise variance is at its floor");
  }
}
