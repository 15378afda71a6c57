package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.model.Mixture;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that stand for more than an int, a long or the digits of a double can count. */
class HugeWeightsTest {
  private static final int ROWS = 600;

  private static double[][] rows() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] rows = new double[ROWS][3];
    for (double[] row : rows) {
      double centre = random.nextInt(3) == 0 ? 4 : 0;
      Arrays.setAll(row, j -> centre + (j + 1) * random.nextGaussian());
    }
    return rows;
  }

  private static TrainingResult<Mixture> train(double weight) {
    double[] weights = new double[ROWS];
    Arrays.setAll(weights, i -> (1 + i % 3) * weight);
    return new GaussianMixtureTraining(
            GaussianMixtureSpec.of(2), new StoppingRule(60, 1e-10), 1, List.of())
        .run(Passes.of(rows(), weights, 4));
  }

  /** Rows that stand for 1.2e13 rows, more than 2^31; for 1.2e19, more than 2^63; for 1.2e103. */
  @ParameterizedTest
  @ValueSource(doubles = {1e10, 1e16, 1e100})
  void theModelIsThatOfOneRowEach(double weight) {
    TrainingResult<Mixture> one = train(1);
    TrainingResult<Mixture> many = train(weight);
    assertThat(many.iterations()).isEqualTo(one.iterations());
    assertThat(many.bound().bound()).isCloseTo(one.bound().bound(), within(1e-12));
    assertThat(many.weight()).isCloseTo(2 * ROWS * weight, within(1e-15 * ROWS * weight));
    assertThat(many.totalBound() / weight).isCloseTo(one.totalBound(), within(1e-9));
    for (int k = 0; k < 2; k++) {
      assertThat(many.model().weights()[k]).isCloseTo(one.model().weights()[k], within(1e-12));
    }
    assertThat(many.criteria().bic()).isFinite();
  }
}
