package io.entrosum.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

/** What {@link Trainings} printed. */
record Outcome(Map<String, String> results) {
  long number(FaultTraining training, String key) {
    return Long.parseLong(results.get(training + "." + key));
  }

  /** A disturbed training came to the bits of the undisturbed one, and left nothing behind. */
  void assertSame(FaultTraining training, String disturbed) {
    assertThat(results.get(training + "." + disturbed))
        .isNotNull()
        .isEqualTo(results.get(training + ".undisturbed"));
    assertThat(number(training, disturbed + ".rows")).isEqualTo(training.rows());
    assertThat(number(training, disturbed + ".left")).isZero();
  }
}
