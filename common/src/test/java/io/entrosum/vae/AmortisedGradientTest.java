package io.entrosum.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.coding.NaiveAmortised;
import io.entrosum.data.Block;
import io.entrosum.init.AmortisedCodingTraining;
import io.entrosum.model.AmortisedCodingModel;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients of steps against differences of the plain formula in double precision. */
class AmortisedGradientTest {
  private static final double[][] ROWS = AmortisedCases.rows(40);

  private static AmortisedCodingModel trained(AmortisedCases kind) {
    return AmortisedCodingTraining.of(kind.spec(), new StoppingRule(2, 0), List.of())
        .run(new LocalPass(List.of(Block.ofRows(ROWS))))
        .result()
        .model();
  }

  private static double[] gradient(VaeParameters parameters) {
    double[] weights = new double[ROWS.length];
    for (int i = 0; i < ROWS.length; i++) {
      weights[i] = 1 + i % 3;
    }
    Block block = new Block(ROWS[0].length, Block.ofRows(ROWS).values(), weights);
    BlockRows rows = new BlockRows(parameters, block);
    Batch batch = rows.batch(rows.inOrder(), 0, ROWS.length, 1, new RowNoise(11, 7));
    double[] gradient = new double[parameters.weights().length];
    LearnerState state =
        new LearnerState(
            parameters.weights(), new float[gradient.length], new float[gradient.length], 0);
    try (NetworkEngine.Learner learner = NetworkEngine.get().learner(parameters, state)) {
      learner.addGradient(batch, 1, gradient);
    }
    return gradient;
  }

  private static double[][] repeated() {
    List<double[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS.length; i++) {
      for (int k = 0; k < 1 + i % 3; k++) {
        rows.add(ROWS[i]);
      }
    }
    return rows.toArray(new double[0][]);
  }

  private static void check(
      double[] gradient, NaiveAmortised naive, ToDoubleFunction<NaiveAmortised> bound) {
    double step = 1e-5;
    for (int i = 0; i < gradient.length; i++) {
      double at = naive.weights()[i];
      naive.weights()[i] = at + step;
      double above = bound.applyAsDouble(naive);
      naive.weights()[i] = at - step;
      double below = bound.applyAsDouble(naive);
      naive.weights()[i] = at;
      double slope = (below - above) / (2 * step);
      assertThat(gradient[i])
          .as("weight %d", i)
          .isCloseTo(slope, within(2e-4 + 1e-4 * Math.abs(slope)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void stepsClimbTheBoundWithScalesAndNoiseAtTheirBest(AmortisedCases kind) {
    AmortisedCodingModel model = trained(kind);
    double[][] rows = repeated();
    check(gradient(model.vae()), new NaiveAmortised(model), naive -> naive.profiled(rows));
  }

  @ParameterizedTest
  @EnumSource
  void gradientsOfAllRowsAreThoseOfTheBound(AmortisedCases kind) {
    AmortisedCodingModel model = trained(kind);
    double[][] rows = repeated();
    check(
        gradient(model.vae().heldVariances()),
        new NaiveAmortised(model),
        naive -> naive.bound(rows));
  }
}
