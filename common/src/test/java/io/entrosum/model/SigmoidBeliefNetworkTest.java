package io.entrosum.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.belief.BeliefPosterior;
import io.entrosum.belief.StateSearch;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.stats.Statistics;
import io.entrosum.train.Pass;
import org.junit.jupiter.api.Test;

/** The contract with exact posteriors, and the reference numbers. */
final class SigmoidBeliefNetworkTest extends LatentModelContract<SigmoidBeliefNetwork> {
  @Override
  protected double[][] rows() {
    return BeliefData.easyRows();
  }

  @Override
  protected SigmoidBeliefNetwork start(double[][] rows) {
    return new SigmoidBeliefNetwork(BeliefData.start(10, 2), BeliefPosterior.EXACT);
  }

  @Test
  void dataAreThoseOfTheReference() {
    double[] sums = new double[6];
    double[][] rows = BeliefData.rows();
    for (double[] row : rows) {
      for (int d = 0; d < 6; d++) {
        sums[d] += row[d];
      }
    }
    assertThat(rows[0]).containsExactly(1, 0, 0, 1, 0, 1);
    assertThat(sums).containsExactly(292, 121, 91, 342, 224, 130);
  }

  @Test
  void boundsAreThoseOfTheReference() {
    Pass pass = pass(BeliefData.rows(), 1);
    double[][] expected = {
      {-4.350518434867, -3.470671987325, -3.465199634656},
      {-3.465199634656, -3.460213351399, -3.454467994059}
    };
    SigmoidBeliefNetwork model =
        new SigmoidBeliefNetwork(BeliefData.start(6, 3), BeliefPosterior.EXACT);
    for (double[] iteration : expected) {
      Statistics statistics = pass.eStep(model, "test");
      LatentModel.Update<SigmoidBeliefNetwork> update = model.mStep(statistics);
      EntropyTerms after = update.model().bound(pass.eStep(update.model(), "test"));
      assertThat(model.bound(statistics).bound()).isCloseTo(iteration[0], within(6e-13));
      assertThat(update.bound().bound()).isCloseTo(iteration[1], within(6e-13));
      assertThat(update.bound().entropySum()).isCloseTo(iteration[1], within(6e-13));
      assertThat(after.bound()).isCloseTo(iteration[2], within(6e-13));
      model = update.model();
    }
  }

  @Test
  void aRidgeKeepsTheGapThatItsSquaresTell() {
    Pass pass = pass(BeliefData.rows(), 1);
    SigmoidBeliefNetwork model =
        new SigmoidBeliefNetwork(
            BeliefData.start(6, 3), BeliefPosterior.EXACT, 2, StateSearch.EXACT);
    EntropyTerms bound = new EntropyTerms(0, 0, 0, 0, 0);
    for (int i = 0; i < 500; i++) {
      LatentModel.Update<SigmoidBeliefNetwork> update = model.mStep(pass.eStep(model, "test"));
      model = update.model();
      bound = update.bound();
    }
    assertThat(bound.gap()).isCloseTo(2.0 / 400 * model.layers().squares(), within(1e-12));
    assertThat(bound.gap()).isCloseTo(.1730943282, within(6e-11));
  }

  @Test
  void deepNetworksHaveAnEntropyALayer() {
    Pass pass = pass(BeliefData.rows(), 1);
    SigmoidBeliefNetwork model =
        new SigmoidBeliefNetwork(BeliefData.start(6, 3, 2), BeliefPosterior.EXACT);
    EntropyTerms bound = new EntropyTerms(0, 0, 0, 0, 0);
    for (int i = 0; i < 300; i++) {
      LatentModel.Update<SigmoidBeliefNetwork> update = model.mStep(pass.eStep(model, "test"));
      model = update.model();
      bound = update.bound();
    }
    assertThat(bound.gap()).isCloseTo(0, within(1e-9));
  }
}
