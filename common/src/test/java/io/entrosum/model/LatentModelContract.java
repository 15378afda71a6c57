package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.stats.Statistics;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every latent-variable model with exact posteriors and exact M-steps promises. */
public abstract class LatentModelContract<M extends LatentModel<M>> {
  /** Rows to train on; the same in every call. */
  protected abstract double[][] rows();

  /** A model that is not at its optimum for these rows. */
  protected abstract M start(double[][] rows);

  @Test
  void boundIsTheEntropySumAfterEveryMStepAndIsBracketedByLogLikelihoods() {
    Pass pass = pass(rows(), 1);
    M model = start(rows());
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < 40; i++) {
      Statistics statistics = pass.eStep(model, "test");
      double logLikelihood = model.bound(statistics).bound();
      LatentModel.Update<M> update = model.mStep(statistics);
      double bound = update.bound().bound();
      double sum = update.bound().entropySum();
      double rounding = 1e-12 * Math.max(1, Math.abs(bound));
      assertThat(sum).isCloseTo(bound, within(rounding));
      assertThat(logLikelihood).isGreaterThanOrEqualTo(before - rounding);
      assertThat(sum).isGreaterThanOrEqualTo(logLikelihood - rounding);
      before = sum;
      model = update.model();
    }
  }

  @Test
  void boundOfOwnPosteriorsIsTheLogLikelihoodAndItsGapVanishesOnlyAtTheEnd() {
    Pass pass = pass(rows(), 1);
    M model = start(rows());
    Statistics statistics = pass.eStep(model, "test");
    EntropyTerms first = model.bound(statistics);
    double logLikelihood =
        statistics.get(Mixture.LOG_LIKELIHOOD) / statistics.get(LatentModel.WEIGHT);
    assertThat(first.bound()).isCloseTo(logLikelihood, within(1e-12 * Math.abs(logLikelihood)));
    assertThat(Math.abs(first.gap())).isGreaterThan(1e-3);
    for (int i = 0; i < 3000; i++) {
      model = model.mStep(pass.eStep(model, "test")).model();
    }
    assertThat(model.bound(pass.eStep(model, "test")).gap()).isCloseTo(0, within(1e-9));
  }

  @Test
  void anySplitOfTheRowsGivesTheSameStatistics() {
    double[][] rows = rows();
    M model = start(rows);
    double[] whole = pass(rows, 1).eStep(model, "test").values();
    for (int partitions : new int[] {2, 7, 32}) {
      assertClose(pass(rows, partitions).eStep(model, "test").values(), whole, 1e-12);
    }
  }

  @Test
  void weightTwoIsTheRowTwice() {
    double[][] rows = rows();
    M model = start(rows);
    double[] weights = new double[rows.length];
    List<double[]> repeated = new ArrayList<>();
    for (int n = 0; n < rows.length; n++) {
      weights[n] = n % 3;
      for (int times = 0; times < n % 3; times++) {
        repeated.add(rows[n]);
      }
    }
    Block weighted = new Block(rows[0].length, Block.ofRows(rows).values(), weights);
    Statistics first = new LocalPass(List.of(weighted)).eStep(model, "test");
    Statistics second = pass(repeated.toArray(double[][]::new), 1).eStep(model, "test");
    first.add(LatentModel.ROWS, second.get(LatentModel.ROWS) - first.get(LatentModel.ROWS));
    assertClose(first.values(), second.values(), 1e-12);
  }

  @Test
  void twoRunsGiveTheSameBits() {
    double[][] rows = rows();
    assertThat(pass(rows, 7).eStep(start(rows), "test").values())
        .containsExactly(pass(rows, 7).eStep(start(rows), "test").values());
  }

  @Test
  void statisticsOfNoRowsAreNeutral() {
    double[][] rows = rows();
    M model = start(rows);
    Statistics some = pass(rows, 1).eStep(model, "test");
    double[] expected = some.values().clone();
    assertThat(some.merge(new Statistics(model.layout())).values()).containsExactly(expected);
  }

  @Test
  void canonicalFormIsTheSameModel() {
    double[][] rows = rows();
    M model = start(rows);
    Pass pass = pass(rows, 1);
    assertThat(model.canonical().bound(pass.eStep(model.canonical(), "test")).bound())
        .isCloseTo(model.bound(pass.eStep(model, "test")).bound(), within(1e-12));
  }

  private static void assertClose(double[] actual, double[] expected, double relative) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertThat(actual).containsExactly(expected, within(relative * largest));
  }

  /** A pass over partitions of consecutive rows in small blocks. */
  static Pass pass(double[][] rows, int partitions) {
    List<List<Block>> parts = new ArrayList<>();
    for (int p = 0; p < partitions; p++) {
      int from = rows.length * p / partitions;
      int to = rows.length * (p + 1) / partitions;
      parts.add(from == to ? List.of() : List.of(Block.ofRows(Arrays.copyOfRange(rows, from, to))));
    }
    return new LocalPass(parts, rows[0].length);
  }
}
