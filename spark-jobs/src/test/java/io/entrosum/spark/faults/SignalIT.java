package io.entrosum.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.job.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A training that is asked to stop keeps where it is, ends soon, and goes on from there. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class SignalIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir Path folder;

  private ForkedDriver train(String output, int run) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("train"));
    for (String setting :
        List.of(
            "input.path=" + folder.resolve("bars"),
            "input.format=parquet",
            "input.features=[features]",
            "model.components=5",
            "training.tolerance=0",
            "training.max-iterations=200",
            "training.checkpoint-interval=1000",
            "output.mode=resume",
            "output.path=" + folder.resolve(output))) {
      arguments.addAll(List.of("--set", setting));
    }
    Path own = Files.createDirectories(folder.resolve("driver-" + output + run));
    return ForkedDriver.start(own, Main.class, List.of("-Dspark.master=local[2]"), arguments);
  }

  private byte[] finished(String output, int run) throws IOException, InterruptedException {
    try (ForkedDriver driver = train(output, run)) {
      assertThat(driver.await(LIMIT)).as(driver.errors()).isZero();
      if (run > 0) {
        assertThat(driver.errors()).contains("going on from the checkpoint after ");
      }
    }
    return Files.readAllBytes(folder.resolve(output).resolve("model.safetensors"));
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void theCheckpointIsThatOfTheLastIteration(String signal, int code) throws Exception {
    String[] generate = {"generate", "bars", "--rows", "3000"};
    generate = Arrays.copyOf(generate, 6);
    generate[4] = "--output";
    generate[5] = folder.resolve("bars").toString();
    assertThat(Main.run(generate, System.err, System.err)).isZero();

    try (ForkedDriver driver = train("stopped", 0)) {
      driver.awaitText("iteration  10 ", LIMIT);
      long start = System.nanoTime();
      new ProcessBuilder("kill", "-" + signal, Long.toString(driver.process().pid()))
          .inheritIO()
          .start()
          .waitFor();
      assertThat(driver.await(Duration.ofSeconds(30))).as(driver.errors()).isEqualTo(code);
      System.err.printf("%s: ended after %.1f s%n", signal, (System.nanoTime() - start) / 1e9);
      assertThat(driver.errors()).doesNotContain("Exception");
    }
    try (Stream<Path> kept = Files.list(folder.resolve("stopped.run"))) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .as("a checkpoint, though the interval is long, and no lease")
          .singleElement()
          .asString()
          .startsWith("checkpoint-");
    }
    assertThat(folder.resolve("stopped")).doesNotExist();
    assertThat(finished("stopped", 1)).isEqualTo(finished("undisturbed", 0));
  }
}
