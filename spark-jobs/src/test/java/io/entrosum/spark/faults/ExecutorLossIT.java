package io.entrosum.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trainings on executors that are processes, some of which are killed, or whose tasks fail, come to
 * the bits of the undisturbed training.
 *
 * <p>{@code -Dentrosum.test.kills=20} kills that many in each training, {@code
 * -Dentrosum.test.seed} at other moments.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Spark's executors need winutils there")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutorLossIT {
  private static final int KILLS = Integer.getInteger("entrosum.test.kills", 2);
  private static final long SEED = Long.getLong("entrosum.test.seed", 1);

  private Outcome outcome;

  @BeforeAll
  void train(@TempDir Path folder) throws Exception {
    List<String> arguments = List.of(Integer.toString(KILLS), Long.toString(SEED));
    try (ForkedDriver driver =
        ForkedDriver.start(folder, DisturbedTrainings.class, List.of(), arguments)) {
      int code = driver.await(Duration.ofMinutes(5L + KILLS));
      outcome = new Outcome(driver.results());
      assertThat(code).as("%s%n%s", outcome, driver.errors()).isZero();
    }
  }

  @AfterAll
  void report() {
    System.err.println(outcome);
  }

  @ParameterizedTest
  @EnumSource(FaultTraining.class)
  void killedExecutorsLeaveTheBitsAsTheyAre(FaultTraining training) {
    // each kill took a task with it, or the test would show nothing
    assertThat(outcome.number(training, "kills")).isGreaterThanOrEqualTo(KILLS);
    assertThat(outcome.number(training, "lost-tasks")).isGreaterThanOrEqualTo(KILLS);
    outcome.assertSame(training, "killed");
    if (training == FaultTraining.CODES) {
      // a busy executor's task may run on the other one, undisturbed or not
      assertThat(outcome.number(training, "killed.repeated"))
          .isGreaterThan(outcome.number(training, "undisturbed.repeated"));
    }
  }

  @ParameterizedTest
  @EnumSource(FaultTraining.class)
  void tasksThatFailOnceCountOnce(FaultTraining training) {
    assertThat(outcome.number(training, "failed-tasks")).isGreaterThan(5);
    outcome.assertSame(training, "retried");
  }
}
