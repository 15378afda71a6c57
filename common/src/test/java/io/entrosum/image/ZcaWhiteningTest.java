package io.entrosum.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.data.Block;
import io.entrosum.linalg.SymmetricEigen;
import io.entrosum.stats.SecondMoments;
import io.entrosum.train.LocalPass;
import io.entrosum.train.SecondMomentsAggregation;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZcaWhiteningTest {
  private static final int D = 6;
  private static final int N = 500;

  /** Correlated rows with variances from 1 to 1e-4 and a mean. */
  private static double[] rows() {
    Random random = new Random(1);
    double[] rows = new double[N * D];
    for (int i = 0; i < N; i++) {
      double shared = random.nextGaussian();
      for (int j = 0; j < D; j++) {
        rows[i * D + j] = 3 + shared + Math.pow(10, -j / 2.0) * random.nextGaussian();
      }
    }
    return rows;
  }

  private static SecondMoments moments(double[] rows) {
    return SecondMomentsAggregation.of(new LocalPass(List.of(new Block(D, rows, null))));
  }

  private static double[] covariance(double[] rows) {
    double[] covariance = moments(rows).symmetricScatter();
    for (int i = 0; i < covariance.length; i++) {
      covariance[i] /= N;
    }
    return covariance;
  }

  @Test
  void variancesAreShrunkTowardsOne() {
    double[] rows = rows();
    SymmetricEigen before = SymmetricEigen.of(D, covariance(rows));
    ZcaWhitening zca = new ZcaWhitening(moments(rows), .01);
    double trace = 0;
    for (double value : before.values()) {
      trace += value;
    }
    assertThat(zca.epsilon()).isCloseTo(.01 * trace / D, within(1e-14));
    double[] whitened = zca.apply(N, rows);
    double[] expected = new double[D];
    double mean = 0;
    for (int i = 0; i < D; i++) {
      expected[i] = before.values()[i] / (before.values()[i] + zca.epsilon());
      mean += expected[i] / D;
    }
    assertThat(zca.variance()).isCloseTo(mean, within(1e-12));
    // The same eigenvectors, with the variances of the formula.
    assertThat(covariance(whitened)).containsExactly(before.compose(expected), within(1e-10));
    assertThat(moments(whitened).mean()).containsExactly(new double[D], within(1e-10));
  }

  @Test
  void aSmallEpsilonGivesTheIdentity() {
    double[] rows = rows();
    double[] whitened = new ZcaWhitening(moments(rows), 1e-12).apply(N, rows);
    double[] covariance = covariance(whitened);
    for (int i = 0; i < D * D; i++) {
      assertThat(covariance[i]).isCloseTo(i % (D + 1) == 0 ? 1 : 0, within(1e-6));
    }
  }

  @Test
  void whatCannotBeWhitenedIsRefused() {
    SecondMoments none = moments(new double[N * D]);
    assertThatThrownBy(() -> new ZcaWhitening(none, .01))
        .hasMessage("zca: the patches have no variance");
    assertThatThrownBy(() -> new ZcaWhitening(none, 0))
        .hasMessage("epsilon: must be > 0 but was 0.0");
  }
}
