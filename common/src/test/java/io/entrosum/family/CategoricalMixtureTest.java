package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.model.LatentModel;
import io.entrosum.model.LatentModelContract;
import io.entrosum.model.Mixture;
import io.entrosum.stats.ModelEvent;
import io.entrosum.stats.Statistics;
import io.entrosum.stats.StatisticsLayout;
import io.entrosum.train.LocalPass;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CategoricalMixtureTest extends LatentModelContract<Mixture> {
  private static final int[] SIZES = {3, 2, 4};

  private static final double[] TRUTH = {
    .7, .2, .1, .1, .3, .6, .8, .2, .3, .7, .55, .25, .15, .05, .1, .1, .2, .6
  };

  private static final double[] START = {
    .4, .3, .3, .3, .3, .4, .6, .4, .5, .5, .3, .3, .2, .2, .2, .2, .3, .3
  };

  private static Mixture mixture(double[] probabilities) {
    return new Mixture(
        new double[] {.4, .6}, new CategoricalColumns(2, SIZES, probabilities, 1e-6));
  }

  @Override
  protected double[][] rows() {
    double[][] rows = new double[400][SIZES.length];
    mixture(TRUTH).sample(new SplittableRandom(2), rows);
    return rows;
  }

  @Override
  protected Mixture start(double[][] rows) {
    return mixture(START);
  }

  @Test
  void densitiesAreProductsOfProbabilitiesOfWhatIsThere() {
    double[][] rows = {{2, 0, 3}, {Double.NaN, 1, 0}, {Double.NaN, Double.NaN, Double.NaN}};
    double[] posterior = new double[6];
    double[] found = new double[3];
    mixture(TRUTH).scorer().score(Block.ofRows(rows), posterior, found);
    double[] first = {.1 * .8 * .05, .2 * .55, 1};
    double[] second = {.6 * .3 * .6, .7 * .1, 1};
    for (int n = 0; n < 3; n++) {
      double expected = .4 * first[n] + .6 * second[n];
      assertThat(found[n]).isCloseTo(Math.log(expected), within(1e-14));
      assertThat(posterior[2 * n]).isCloseTo(.4 * first[n] / expected, within(1e-14));
    }
  }

  @Test
  void theBoundIsTheEntropySumAlsoWhereValuesAreMissing() {
    double[][] rows = rows();
    SplittableRandom random = new SplittableRandom(8);
    for (double[] row : rows) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextDouble() < .3 ? Double.NaN : row[j];
      }
    }
    LocalPass pass = new LocalPass(List.of(Block.ofRows(rows)));
    Mixture model = start(rows);
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 20; i++) {
      Statistics statistics = pass.eStep(model, "test");
      assertThat(model.bound(statistics).bound()).isGreaterThanOrEqualTo(before - 1e-12);
      LatentModel.Update<Mixture> update = model.mStep(statistics);
      assertThat(update.bound().gap()).isCloseTo(0, within(1e-12));
      before = update.bound().bound();
      model = update.model();
    }
  }

  @Test
  void probabilitiesAtTheirBoundAreTheConstrainedMaximumAndTheGapIsWhatTheyCost() {
    double floor = .4; // so large that two of the four are below floor / 4 = .1
    CategoricalColumns any = CategoricalColumns.uniform(1, new int[] {4}, floor);
    StatisticsLayout.Builder layout = StatisticsLayout.builder();
    any.addSlots(layout);
    Statistics statistics = new Statistics(layout.build());
    double[] counts = {60, 38, 2, 0};
    System.arraycopy(counts, 0, statistics.values(), 0, 4);
    Components.Fit fit = any.fit(statistics, new double[] {100});
    double[] p = ((CategoricalColumns) fit.components()).probabilities(0);
    double[] expected = {.8 * 60 / 98, .8 * 38 / 98, .1, .1};
    assertThat(p).containsExactly(expected, within(1e-15));
    assertThat(fit.events())
        .containsExactly(
            new ModelEvent(
                ModelEvent.Kind.PARAMETER_BOUND,
                0,
                2,
                "2 categories of component 0, column number 1 at their least probability"));
    double best = objective(counts, p);
    for (int from = 0; from < 4; from++) {
      for (int to = 0; to < 4; to++) {
        double[] other = p.clone();
        other[from] -= 1e-4;
        other[to] += 1e-4;
        if (from != to && other[from] >= .1) {
          assertThat(objective(counts, other)).isLessThan(best);
        }
      }
    }
    double gap = best - -fit.components().expectedEntropy(statistics, new double[] {100});
    double[] eta = Arrays.stream(p).map(Math::log).toArray();
    double byFormula = 0; // eta'(T - N E[T])
    for (int v = 0; v < 4; v++) {
      byFormula += eta[v] * (counts[v] - 100 * p[v]);
    }
    assertThat(gap).isCloseTo(byFormula, within(1e-12)).isNotCloseTo(0, within(1.0));
  }

  private static double objective(double[] counts, double[] p) {
    double sum = 0;
    for (int v = 0; v < counts.length; v++) {
      sum += counts[v] * Math.log(p[v]);
    }
    return sum;
  }

  @Test
  void whatIsNoCategoryIsRefused() {
    for (double x : new double[] {-1, 3, .5}) {
      assertThatThrownBy(() -> mixture(TRUTH).scorer().score(new double[] {x, 0, 0}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "categorical: column number 1 must be a whole number from 0 to 2 but is " + x);
    }
  }

  @Test
  void whatIsNoProbabilityIsRefused() {
    double[] wrong = TRUTH.clone();
    wrong[0] = .8;
    assertThatThrownBy(() -> mixture(wrong))
        .hasMessageStartingWith("model: probabilities of component 0, column 0 must sum to 1");
    wrong[0] = -.1;
    assertThatThrownBy(() -> mixture(wrong))
        .hasMessageStartingWith(
            "model: probability of component 0, column 0, category 0 must be in [0, 1]");
  }

  @Test
  void samplesHaveTheFrequenciesOfTheModel() {
    double[][] rows = new double[20_000][SIZES.length];
    mixture(TRUTH).sample(new SplittableRandom(4), rows);
    double share = Arrays.stream(rows).filter(row -> row[2] == 3).count() / 20_000.0;
    double expected = .4 * .05 + .6 * .6;
    assertThat(share)
        .isCloseTo(expected, within(4 * Math.sqrt(expected * (1 - expected) / 20_000)));
  }
}
