package io.entrosum.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.job.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where people write 3,14 and dotless i, far from Greenwich, files and messages are the same. */
class ForeignMachineIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir Path folder;

  private record Outcome(String model, String inspected, String progress) {}

  private Outcome run(String name, String... options) throws IOException, InterruptedException {
    List<String> virtualMachine = new ArrayList<>(List.of("-Dspark.master=local[2]"));
    virtualMachine.addAll(List.of(options));
    Path output = folder.resolve(name);
    Path own = Files.createDirectories(folder.resolve("driver-" + name));
    List<String> train =
        List.of(
            "train",
            "--set=input.path=" + folder.resolve("data.csv"),
            "--set=input.options.header=true",
            "--set=output.path=" + output);
    String progress;
    try (ForkedDriver driver = ForkedDriver.start(own, Main.class, virtualMachine, train)) {
      assertThat(driver.await(LIMIT)).as(driver.errors()).isZero();
      progress = driver.errors().lines().filter(line -> line.contains("entropies")).toList().get(0);
    }
    Path second = Files.createDirectories(folder.resolve("inspect-" + name));
    try (ForkedDriver driver =
        ForkedDriver.start(
            second, Main.class, virtualMachine, List.of("inspect", "--json", output.toString()))) {
      assertThat(driver.await(LIMIT)).as(driver.errors()).isZero();
    }
    return new Outcome(
        Files.readString(output.resolve("model.safetensors"), StandardCharsets.ISO_8859_1),
        Files.readString(second.resolve("driver.out"), StandardCharsets.UTF_8)
            .replaceAll("\"seconds\" : \\{[^}]*}", ""),
        progress.replaceFirst("[0-9.]+ s$", ""));
  }

  @Test
  void filesAndMessagesAreTheSame() throws Exception {
    StringBuilder rows = new StringBuilder("İıç,süre\n");
    for (int i = 0; i < 60; i++) {
      rows.append(i % 3 + Math.sin(i)).append(',').append(10 * (i % 3) + Math.cos(i)).append('\n');
    }
    Files.writeString(folder.resolve("data.csv"), rows, StandardCharsets.UTF_8);
    Outcome here = run("here", "-Duser.language=en", "-Duser.country=US");
    Outcome there =
        run(
            "there",
            "-Duser.language=tr",
            "-Duser.country=TR",
            "-Duser.timezone=Pacific/Chatham",
            "-Dfile.encoding=US-ASCII");
    assertThat(there.model).isEqualTo(here.model);
    assertThat(there.inspected).isEqualTo(here.inspected).contains("İıç", "süre");
    assertThat(there.progress).isEqualTo(here.progress).contains("bound -");
  }
}
