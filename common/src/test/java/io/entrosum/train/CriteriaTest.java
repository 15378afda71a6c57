package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.entropy.EntropyTerms;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The definitions: Akaike (1974), Schwarz (1978), Biernacki, Celeux and Govaert (2000). */
class CriteriaTest {
  /** {@code ln 1024 = 10 ln 2}; the tolerances are an ulp or two of numbers of order 1,000. */
  @Test
  void definitions() {
    TrainingResult.Criteria criteria = TrainingResult.Criteria.of(-500, 7, 1024, 30);
    assertThat(criteria.aic()).isEqualTo(14 + 1000);
    assertThat(criteria.bic()).isCloseTo(70 * Math.log(2) + 1000, within(4e-13));
    assertThat(criteria.icl()).isCloseTo(70 * Math.log(2) + 1000 + 60, within(4e-13));
  }

  /** Means per unit of weight become totals: L = -2.5 * 8, entropy = 0.25 * 8, W = 8. */
  @Test
  void ofAResult() {
    Script model = Script.of(1, 2);
    EntropyTerms bound = new EntropyTerms(-2.5, 0.25, 0, 0, 0);
    TrainingResult<Script> result =
        new TrainingResult<>(model, bound, 5, 8, List.of(), StopReason.CONVERGED, List.of());
    assertThat(result.totalBound()).isEqualTo(-20);
    assertThat(result.iterations()).isZero();
    assertThat(result.criteria())
        .isEqualTo(TrainingResult.Criteria.of(-20, Script.PARAMETERS, 8, 2));
    assertThat(result.iterationsText()).isEqualTo("0 iterations");
  }

  /** Iterations are numbered by passes; of a refused step there is none. */
  @Test
  void refusedStepsArePassesButNoIterations() {
    TrainingResult<Script> plain = numbered(1, 2, 3);
    assertThat(plain.iterations()).isEqualTo(plain.passes()).isEqualTo(3);
    assertThat(plain.iterationsText()).isEqualTo("3 iterations");
    assertThat(numbered(1).iterationsText()).isEqualTo("1 iteration");
    TrainingResult<Script> refused = numbered(1, 4, 5, 1234);
    assertThat(refused.iterations()).isEqualTo(4);
    assertThat(refused.passes()).isEqualTo(1234);
    assertThat(refused.iterationsText()).isEqualTo("4 iterations in 1,234 passes");
  }

  private static TrainingResult<Script> numbered(int... numbers) {
    EntropyTerms bound = new EntropyTerms(-2.5, 0.25, 0, 0, 0);
    List<Iteration> trace =
        Arrays.stream(numbers)
            .mapToObj(number -> new Iteration(number, bound, 0, 0, 5, 8, List.of()))
            .toList();
    return new TrainingResult<>(
        Script.of(1, 2), bound, 5, 8, trace, StopReason.CONVERGED, List.of());
  }
}
