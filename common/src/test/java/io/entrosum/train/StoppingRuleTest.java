package io.entrosum.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoppingRuleTest {
  private static final StoppingRule RULE = new StoppingRule(100, 1e-3);

  @Test
  void theFirstIterationNeverConverges() {
    assertThat(RULE.converged(-2, Double.NaN, Double.NaN)).isFalse();
    assertThat(new StoppingRule(100, 1e300).converged(-2, Double.NaN, Double.NaN)).isFalse();
  }

  /**
   * A geometric sequence: change {@code c}, rate rho, missing {@code c rho / (1 - rho)}. With rate
   * 0.75, three times the change is missing.
   */
  @Test
  void whatIsStillMissingMustBeWithinTheTolerance() {
    double limit = 1e-3 / 3;
    assertThat(RULE.converged(-0.5, 0.999 * limit, 0.999 * limit / 0.75)).isTrue();
    assertThat(RULE.converged(-0.5, 1.001 * limit, 1.001 * limit / 0.75)).isFalse();
  }

  /** At rate 0.25 a third of the change is missing: the change itself decides. */
  @Test
  void theChangeItselfMustBeWithinTheTolerance() {
    assertThat(RULE.converged(-0.5, 0.999e-3, 4e-3)).isTrue();
    assertThat(RULE.converged(-0.5, 1e-3, 4e-3)).isTrue();
    assertThat(RULE.converged(-0.5, Math.nextUp(1e-3), 4e-3)).isFalse();
  }

  /** Relative where the bound is beyond 1 in size, absolute below. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, -1, 1, 7, -7, -1e6})
  void theToleranceIsRelativeToTheBound(double bound) {
    double limit = 1e-3 * Math.max(1, Math.abs(bound));
    assertThat(RULE.converged(bound, 0.999 * limit, 4 * limit)).isTrue();
    assertThat(RULE.converged(bound, 1.001 * limit, 4 * limit)).isFalse();
  }

  /** The sum of the remaining changes is 1e4 times the last one: 1, where 1e-3 is asked for. */
  @Test
  void aSlowCreepIsNotConvergence() {
    assertThat(RULE.converged(-2, 1e-4, 1e-4 / 0.9999)).isFalse();
    assertThat(RULE.converged(-2, 1e-4, 1e-4)).isFalse(); // a constant pace: nothing is settled
    assertThat(RULE.converged(-2, 1e-4, 1e-5)).isFalse(); // it accelerates
  }

  /** Follows {@code b_t = -rho^t} to its end: what is missing when it stops is in the tolerance. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9, 0.99, 0.999})
  void aGeometricSequenceStopsWhenTheToleranceIsReached(double rate) {
    double before = -1;
    double changeBefore = Double.NaN;
    int t = 0;
    boolean converged = false;
    while (!converged) {
      t++;
      double bound = -Math.pow(rate, t);
      double change = bound - before;
      converged = changeBefore > 0 && RULE.converged(bound, change, changeBefore);
      before = bound;
      changeBefore = change;
    }
    double missing = Math.pow(rate, t);
    double missingBefore = Math.pow(rate, t - 1);
    assertThat(missing).isLessThanOrEqualTo(1e-3 * (1 + 1e-9)); // the rate is a rounded quotient
    assertThat(Math.max(missingBefore, missingBefore / rate - missingBefore))
        .isGreaterThan(1e-3 * (1 - 1e-9));
  }

  @Test
  void changesOfTheSizeOfRoundingAreConvergenceAtAnyRate() {
    assertThat(RULE.converged(-2, 2e-10, 2e-10)).isTrue();
    assertThat(RULE.converged(-2, 2.1e-10, 2.1e-10)).isFalse();
    assertThat(RULE.converged(-2, -1e-11, 1e-4)).isTrue();
    assertThat(RULE.converged(-2, 0, 1e-4)).isTrue();
    assertThat(RULE.converged(-2, 0, 0)).isTrue();
  }

  @Test
  void tolerance0WaitsUntilNothingChanges() {
    StoppingRule exact = new StoppingRule(100, 0);
    assertThat(exact.converged(-2, Double.MIN_VALUE, 1)).isFalse();
    assertThat(exact.converged(-2, -Double.MIN_VALUE, 1)).isFalse();
    assertThat(exact.converged(-2, 0, 1)).isTrue();
    assertThat(exact.converged(-2, -0.0, 1)).isTrue();
  }

  /** A fall beyond 1e-10 of the bound is more than rounding. */
  @Test
  void fell() {
    assertThat(RULE.fell(-2, -1.9e-10)).isFalse();
    assertThat(RULE.fell(-2, -2.1e-10)).isTrue();
    assertThat(RULE.fell(0.01, -0.9e-10)).isFalse();
    assertThat(RULE.fell(0.01, -1.1e-10)).isTrue();
    assertThat(RULE.fell(1e6, -0.9e-4)).isFalse();
    assertThat(RULE.fell(1e6, -1.1e-4)).isTrue();
    assertThat(RULE.fell(-2, 5)).isFalse();
    assertThat(RULE.fell(-2, Double.NaN)).isFalse();
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoppingRule(-1, 0))
        .withMessage("max-iterations: must be >= 0 but was -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoppingRule(0, -1e-9))
        .withMessage("tolerance: must be >= 0 but was -1.0E-9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoppingRule(0, Double.NaN))
        .withMessage("tolerance: must be >= 0 but was NaN");
    assertThat(new StoppingRule(0, 0).maxIterations()).isZero();
  }
}
