package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.entropy.EntropyTerms;
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
  }
}
