package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.belief.BeliefParameters;
import io.entrosum.belief.BeliefPosterior;
import io.entrosum.belief.StateSearch;
import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.linalg.NumericalException;
import io.entrosum.stats.Statistics;
import io.entrosum.train.Pass;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The families of posteriors of sigmoid belief networks, beside each other. */
final class BeliefPosteriorTest {
  private static final StateSearch ALL = new StateSearch(64, 64);

  private static Pass pass() {
    return LatentModelContract.pass(BeliefData.rows(), 3);
  }

  /** A network at random parameters, of layers of 6 columns, 3 and 2 latents. */
  private static BeliefParameters random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BeliefParameters shape = BeliefData.start(6, 3, 2);
    return shape.with(
        Arrays.stream(shape.coordinates()).map(x -> 1.5 * random.nextGaussian()).toArray());
  }

  private static SigmoidBeliefNetwork model(
      BeliefParameters parameters, BeliefPosterior.Type type) {
    return switch (type) {
      case EXACT -> new SigmoidBeliefNetwork(parameters, BeliefPosterior.EXACT);
      case MEAN_FIELD -> new SigmoidBeliefNetwork(parameters, BeliefPosterior.MEAN_FIELD);
      case TRUNCATED -> new SigmoidBeliefNetwork(parameters, BeliefPosterior.truncated(32), 0, ALL);
    };
  }

  private static EntropyTerms bound(SigmoidBeliefNetwork model) {
    return model.bound(pass().eStep(model, "test"));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void truncatedToAllStatesIsExact(long seed) {
    SigmoidBeliefNetwork exact = model(random(seed), BeliefPosterior.Type.EXACT);
    SigmoidBeliefNetwork truncated = model(random(seed), BeliefPosterior.Type.TRUNCATED);
    Statistics listed = pass().eStep(exact, "test");
    Statistics gathered = pass().eStep(truncated, "test");
    EntropyTerms first = exact.bound(listed);
    EntropyTerms second = truncated.bound(gathered);
    assertThat(second.bound()).isCloseTo(first.bound(), within(1e-12));
    assertThat(second.posterior()).isCloseTo(first.posterior(), within(1e-12));
    assertThat(second.prior()).isCloseTo(first.prior(), within(1e-12));
    assertThat(second.observation()).isCloseTo(first.observation(), within(1e-12));
    assertThat(truncated.slope(gathered).gradient())
        .containsExactly(exact.slope(listed).gradient(), within(1e-12));
    double[] vector = exact.slope(listed).gradient();
    assertThat(truncated.slope(gathered).precondition(vector))
        .containsExactly(exact.slope(listed).precondition(vector), within(1e-8));
  }

  @Test
  void truncatedToFewStatesIsBelowAndMoreStatesAreBetter() {
    double before = Double.NEGATIVE_INFINITY;
    for (int states : new int[] {1, 2, 4, 8, 16, 32}) {
      SigmoidBeliefNetwork model =
          new SigmoidBeliefNetwork(random(4), BeliefPosterior.truncated(states), 0, ALL);
      double bound = bound(model).bound();
      assertThat(bound).isGreaterThan(before);
      before = bound;
    }
    assertThat(before)
        .isCloseTo(bound(model(random(4), BeliefPosterior.Type.EXACT)).bound(), within(1e-12));
  }

  @ParameterizedTest
  @EnumSource(BeliefPosterior.Type.class)
  void gradientIsThatOfTheBound(BeliefPosterior.Type type) {
    SigmoidBeliefNetwork model = model(random(5), type);
    double[] gradient = model.slope(pass().eStep(model, "test")).gradient();
    double step = 1e-5;
    for (int i = 0; i < gradient.length; i++) {
      double[] up = model.coordinates();
      double[] down = model.coordinates();
      up[i] += step;
      down[i] -= step;
      double above = bound(model.with(model.layers().with(up))).bound();
      double below = bound(model.with(model.layers().with(down))).bound();
      assertThat(gradient[i]).isCloseTo((above - below) / (2 * step), within(1e-8));
    }
  }

  /** {@code F - S} is the derivative along the parameters themselves, for each posterior. */
  @ParameterizedTest
  @EnumSource(BeliefPosterior.Type.class)
  void gapIsTheDerivativeAlongTheParameters(BeliefPosterior.Type type) {
    SigmoidBeliefNetwork model = model(random(6), type);
    Statistics statistics = pass().eStep(model, "test");
    double[] gradient = model.slope(statistics).gradient();
    double[] at = model.coordinates();
    double along = 0;
    for (int i = 0; i < at.length; i++) {
      along += gradient[i] * at[i];
    }
    assertThat(Math.abs(along)).isGreaterThan(.1);
    assertThat(model.bound(statistics).gap()).isCloseTo(along, within(1e-12));
  }

  @Test
  void anyMeanFieldHasItsEntropySumAfterAnMStep() {
    SigmoidBeliefNetwork model = model(random(7), BeliefPosterior.Type.MEAN_FIELD);
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 20; i++) {
      Statistics statistics = pass().eStep(model, "test");
      LatentModel.Update<SigmoidBeliefNetwork> update = model.mStep(statistics);
      double logLikelihood = statistics.get("logLikelihood") / statistics.get(LatentModel.WEIGHT);
      EntropyTerms bound = model.bound(statistics);
      assertThat(bound.bound()).isLessThan(logLikelihood);
      assertThat(bound.bound()).isGreaterThanOrEqualTo(before - 1e-12);
      assertThat(update.bound().gap()).isCloseTo(0, within(1e-10));
      before = update.bound().bound();
      model = update.model();
    }
  }

  /**
   * The fixed point of coordinate ascent is one of the bound: no other field of one row is better.
   */
  @Test
  void meanFieldIsAMaximum() {
    SigmoidBeliefNetwork model = model(random(8), BeliefPosterior.Type.MEAN_FIELD);
    double[] latent = new double[5];
    double[] bound = new double[1];
    double[] row = BeliefData.rows()[3];
    model.scorer().score(Block.ofRow(row), latent, bound);
    assertThat(NaiveBelief.meanFieldBound(model.layers(), row, latent))
        .isCloseTo(bound[0], within(1e-12));
    for (int h = 0; h < 5; h++) {
      for (double change : new double[] {-1e-4, 1e-4}) {
        double[] other = latent.clone();
        other[h] = Math.min(1, Math.max(0, other[h] + change));
        assertThat(NaiveBelief.meanFieldBound(model.layers(), row, other))
            .isLessThanOrEqualTo(bound[0] + 1e-12);
      }
    }
  }

  @Test
  void scoresAreThoseOfANaiveTwin() {
    BeliefParameters parameters = random(9);
    double[] row = BeliefData.rows()[7];
    double[] latent = new double[5];
    double[] bound = new double[1];
    for (BeliefPosterior.Type type :
        new BeliefPosterior.Type[] {BeliefPosterior.Type.EXACT, BeliefPosterior.Type.TRUNCATED}) {
      model(parameters, type).scorer().score(Block.ofRow(row), latent, bound);
      assertThat(bound[0]).isCloseTo(NaiveBelief.logLikelihood(parameters, row), within(1e-12));
      assertThat(latent).containsExactly(NaiveBelief.marginals(parameters, row), within(1e-12));
    }
  }

  @Test
  void canonicalFormIsTheSameDistribution() {
    for (long seed = 10; seed < 20; seed++) {
      SigmoidBeliefNetwork model = model(random(seed), BeliefPosterior.Type.EXACT);
      SigmoidBeliefNetwork canonical = model.canonical();
      assertThat(Arrays.stream(canonical.prior()).max().orElseThrow()).isLessThanOrEqualTo(.5);
      assertThat(bound(canonical).bound()).isCloseTo(bound(model).bound(), within(1e-12));
      assertThat(canonical.canonical().coordinates())
          .containsExactly(canonical.coordinates(), within(1e-12));
    }
  }

  @Test
  void samplesHaveTheProbabilitiesOfTheModel() {
    BeliefParameters parameters = random(21);
    SplittableRandom random = new SplittableRandom(1);
    int n = 200_000;
    double[] row = new double[6];
    double[] rows = new double[n * 6];
    for (int i = 0; i < n; i++) {
      parameters.sample(random, row);
      System.arraycopy(row, 0, rows, 6 * i, 6);
    }
    double[] bound = new double[n];
    model(parameters, BeliefPosterior.Type.EXACT)
        .scorer()
        .score(new Block(6, rows, null), new double[5 * n], bound);
    // mean log-likelihood of own samples against the entropy, over all 64 rows
    double entropy = 0;
    double variance = 0;
    for (int x = 0; x < 64; x++) {
      for (int d = 0; d < 6; d++) {
        row[d] = x >> d & 1;
      }
      double logarithm = NaiveBelief.logLikelihood(parameters, row);
      entropy -= Math.exp(logarithm) * logarithm;
      variance += Math.exp(logarithm) * logarithm * logarithm;
    }
    double error = Math.sqrt((variance - entropy * entropy) / n);
    assertThat(Arrays.stream(bound).average().orElseThrow()).isCloseTo(-entropy, within(5 * error));
  }

  @Test
  void otherNumbersThanZeroAndOneAreRefused() {
    for (BeliefPosterior.Type type : BeliefPosterior.Type.values()) {
      SigmoidBeliefNetwork model = model(random(1), type);
      Block block = Block.ofRow(new double[] {0, 1, 0, 3, 0, 1});
      assertThatThrownBy(() -> model.scorer().score(block, new double[5], new double[1]))
          .isInstanceOf(NumericalException.class)
          .hasMessageContaining("column number 4")
          .hasMessageContaining("must be 0 or 1 but was 3.0");
    }
  }
}
