package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.belief.BeliefLayer;
import io.entrosum.belief.BeliefParameters;
import io.entrosum.belief.BeliefPosterior;
import io.entrosum.data.Block;
import io.entrosum.data.WarmStart;
import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.train.LocalPass;
import io.entrosum.train.Pass;
import io.entrosum.train.StopReason;
import io.entrosum.train.StoppingRule;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SigmoidBeliefTrainingTest {
  private static final int SIDE = 4;

  /** Bars of 4 x 4 pixels: 8 latents, each on for a quarter, pixels on for 5 in 100 without one. */
  static BeliefParameters bars() {
    int d = SIDE * SIDE;
    double[] weights = new double[2 * SIDE * d];
    for (int i = 0; i < SIDE; i++) {
      for (int j = 0; j < SIDE; j++) {
        weights[i * d + i * SIDE + j] = 6;
        weights[(SIDE + i) * d + j * SIDE + i] = 6;
      }
    }
    double[] biases = new double[d];
    Arrays.fill(biases, -3);
    double[] prior = new double[2 * SIDE];
    Arrays.fill(prior, -Math.log(3));
    return new BeliefParameters(
        List.of(
            new BeliefLayer(2 * SIDE, weights, biases), new BeliefLayer(0, new double[0], prior)));
  }

  static double[][] rows(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[n][SIDE * SIDE];
    for (double[] row : rows) {
      bars().sample(random, row);
    }
    return rows;
  }

  private static Pass pass(double[][] rows) {
    return new LocalPass(
        List.of(
            List.of(Block.ofRows(Arrays.copyOfRange(rows, 0, rows.length / 2))),
            List.of(Block.ofRows(Arrays.copyOfRange(rows, rows.length / 2, rows.length)))),
        SIDE * SIDE);
  }

  private static SigmoidBeliefTraining.Outcome train(SigmoidBeliefSpec spec, Pass pass) {
    return SigmoidBeliefTraining.of(spec, new StoppingRule(400, 1e-6), List.of()).run(pass);
  }

  /** Most starts end in a local maximum, of one bar for two; the global one is above the truth. */
  @Test
  void exactTrainingFindsNearlyAllBarsAndFromTheTruthAll() {
    Pass pass = pass(rows(2000, 1));
    SigmoidBeliefNetwork truth = new SigmoidBeliefNetwork(bars(), BeliefPosterior.EXACT);
    double best = truth.bound(pass.eStep(truth, "test")).bound();
    SigmoidBeliefSpec spec =
        SigmoidBeliefSpec.of(BeliefPosterior.EXACT, 2 * SIDE).withStarts(3, 1).withRidge(.01);
    SigmoidBeliefTraining.Outcome outcome = train(spec, pass);
    assertThat(outcome.result().bound().bound()).isGreaterThan(best - .1);
    assertThat(outcome.result().bound().bound()).isGreaterThan(outcome.independentColumns() + 1);
    SigmoidBeliefTraining.Outcome fromTruth =
        SigmoidBeliefTraining.of(spec.withStarts(1, 1), new StoppingRule(400, 1e-6), List.of())
            .from(truth)
            .run(pass);
    assertThat(fromTruth.result().bound().bound()).isBetween(best, best + .1);
    assertThat(outcome.result().stopReason()).isEqualTo(StopReason.CONVERGED);
    assertThat(outcome.result().bound().gap())
        .isCloseTo(.01 / 2000 * outcome.result().model().layers().squares(), within(2e-3));
  }

  @Test
  void truncatedTrainingIsNearlyAsGood() {
    SigmoidBeliefSpec spec =
        SigmoidBeliefSpec.of(BeliefPosterior.truncated(24), 2 * SIDE)
            .withStarts(2, 1)
            .withRidge(.01);
    double[][] rows = rows(1000, 1);
    WarmStart room =
        new WarmStart(rows.length * SigmoidBeliefTraining.numbersPerRow(spec), spec.restarts());
    Pass pass = new LocalPass(List.of(Block.ofRows(rows).withWarmStart(room)));
    SigmoidBeliefNetwork truth = new SigmoidBeliefNetwork(bars(), BeliefPosterior.EXACT);
    double best = truth.bound(pass.eStep(truth, "test")).bound();
    SigmoidBeliefTraining.Outcome outcome = train(spec, pass);
    assertThat(outcome.result().bound().bound()).isGreaterThan(best - .1);
    // never above the likelihood of the same parameters
    SigmoidBeliefNetwork exact =
        new SigmoidBeliefNetwork(outcome.result().model().layers(), BeliefPosterior.EXACT);
    assertThat(outcome.result().bound().bound())
        .isLessThanOrEqualTo(exact.bound(pass.eStep(exact, "test")).bound() + 1e-12);
  }

  @Test
  void boundsRiseFromPassToPass() {
    Pass pass = pass(rows(500, 2));
    for (SigmoidBeliefSpec spec :
        List.of(
            SigmoidBeliefSpec.of(BeliefPosterior.EXACT, 4, 2),
            SigmoidBeliefSpec.of(BeliefPosterior.EXACT, 5).with(SigmoidBeliefSpec.Method.EM),
            SigmoidBeliefSpec.of(BeliefPosterior.MEAN_FIELD, 5))) {
      var trace =
          SigmoidBeliefTraining.of(spec, new StoppingRule(30, 1e-6), List.of())
              .run(pass)
              .result()
              .trace();
      for (int i = 1; i < trace.size(); i++) {
        assertThat(trace.get(i).bound().bound())
            .isGreaterThanOrEqualTo(trace.get(i - 1).bound().bound() - 1e-9);
      }
    }
  }

  @Test
  void manyLatentsAndOtherDataAreRefused() {
    assertThatThrownBy(() -> SigmoidBeliefSpec.of(BeliefPosterior.EXACT, 17))
        .hasMessageContaining("latent-dimensions: must be at most 16 in all for posterior = exact");
    double[][] rows = rows(10, 1);
    rows[3][5] = 2;
    assertThatThrownBy(() -> train(SigmoidBeliefSpec.of(BeliefPosterior.EXACT, 2), pass(rows)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("column number 6 must be 0 or 1 but has 2.0");
  }
}
