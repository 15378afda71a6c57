package io.entrosum.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Second attempts of slow tasks, on executors that are processes, leave the bits as they are. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Spark's executors need winutils there")
class SpeculationIT {
  @Test
  void secondAttemptsLeaveTheBitsAsTheyAre(@TempDir Path folder) throws Exception {
    List<String> arguments = List.of(folder.resolve("work").toString());
    try (ForkedDriver driver =
        ForkedDriver.start(folder, SpeculativeTrainings.class, List.of(), arguments)) {
      int code = driver.await(Duration.ofMinutes(5));
      Outcome outcome = new Outcome(driver.results());
      assertThat(code).as("%s%n%s", outcome, driver.errors()).isZero();
      for (FaultTraining training : FaultTraining.values()) {
        assertThat(outcome.number(training, "attempts")).isGreaterThan(2);
        outcome.assertSame(training, "speculative");
      }
    }
  }
}
