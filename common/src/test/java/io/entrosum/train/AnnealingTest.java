package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.entropy.EntropyWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Schedules of weights. */
class AnnealingTest {
  @Test
  void thePriorSchedule() {
    Annealing prior = Annealing.prior(2);
    assertThat(prior.length()).isEqualTo(10);
    assertThat(List.of(1, 2, 3, 9, 10, 11, 500).stream().map(i -> prior.weights(i).prior()))
        .containsExactly(10.0, 10.0, 8.0, 2.0, 2.0, 1.0, 1.0);
    assertThat(prior.weights(11).isOne()).isTrue();
    assertThat(prior.weights(1).likelihood()).isEqualTo(1);
  }

  @Test
  void theLikelihoodSchedule() {
    Annealing likelihood = Annealing.likelihood(1);
    assertThat(likelihood.stages().stream().map(EntropyWeights::likelihood))
        .containsExactly(1 / 7., 1 / 6., 1 / 5., 1 / 4., 1 / 3., 1 / 2.);
  }

  @Test
  void aLineOfWeights() {
    Annealing line = Annealing.linear(Annealing::ofPosterior, 3, 1, 4);
    assertThat(line.stages().stream().map(EntropyWeights::posterior))
        .containsExactly(3.0, 2.5, 2.0, 1.5);
    assertThat(line.weights(5).isOne()).isTrue();
    assertThat(Annealing.NONE.length()).isZero();
    assertThat(Annealing.NONE.weights(1).isOne()).isTrue();
  }

  @Test
  void whatCannotBe() {
    assertThatThrownBy(() -> Annealing.prior(0))
        .hasMessage("annealing.iterations: must be >= 1 but was 0");
    assertThatThrownBy(() -> new EntropyWeights(1, 0, 1))
        .hasMessage("annealing.prior: must be positive and finite but was 0.0");
  }
}
