package io.entrosum.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.family.CovarianceFloor;
import io.entrosum.family.FactorComponents;
import io.entrosum.family.NoiseType;
import io.entrosum.model.Mixture;
import io.entrosum.train.Iteration;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ten factor analysers of eight factors each over 784 columns, 10,000 rows. */
final class WideFactorMixtureTest {
  private static final int K = 10;
  private static final int D = 784;
  private static final int H = 8;
  private static final int N = 10_000;

  private static Mixture truth() {
    Random random = new Random(7);
    double[] means = random.doubles((long) K * D, 0, 3).toArray();
    double[] loadings = new double[K * D * H];
    Arrays.setAll(loadings, i -> .3 * random.nextGaussian());
    double[] noise = random.doubles((long) K * D, .05, .5).toArray();
    double[] weights = new double[K];
    Arrays.fill(weights, 1.0 / K);
    return new Mixture(
        weights,
        new FactorComponents(
            K, D, H, means, loadings, NoiseType.DIAGONAL, noise, CovarianceFloor.none(D)));
  }

  @Test
  void boundIsTheEntropySumAndTheTruthIsFound() {
    Mixture truth = truth();
    double[][] rows = new double[N][D];
    truth.sample(new Random(1), rows);
    List<Block> blocks = new ArrayList<>();
    for (int first = 0; first < N; first += 1000) {
      blocks.add(Block.ofRows(Arrays.copyOfRange(rows, first, first + 1000)));
    }
    LocalPass pass = new LocalPass(blocks);
    TrainingResult<Mixture> result =
        MixtureTraining.of(FactorMixtureSpec.of(K, H), new StoppingRule(12, 1e-6), 1, List.of())
            .run(pass);
    double before = Double.NEGATIVE_INFINITY;
    for (Iteration iteration : result.trace()) {
      double bound = iteration.bound().bound();
      assertThat(iteration.bound().gap()).isCloseTo(0, within(1e-10));
      assertThat(bound).isGreaterThan(before);
      before = bound;
    }
    double own = truth.bound(pass.eStep(truth, "test")).bound();
    // a maximum of the likelihood is above the truth, by about half a nat a parameter over N
    double excess = .5 * truth.parameters() / N;
    assertThat(result.bound().bound() - own).isCloseTo(excess, within(.1 * excess));
  }
}
