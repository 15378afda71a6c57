package io.entrosum.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.job.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The command {@code train} with {@code output.mode = resume}, killed with SIGKILL at random
 * moments and started again until it is done, writes the bytes of the one that nobody disturbed.
 *
 * <p>{@code -Dentrosum.test.driver-kills=17} kills each kind of model that often, {@code
 * -Dentrosum.test.seed} at other moments.
 */
class KilledDriverIT {
  private static final int KILLS = Integer.getInteger("entrosum.test.driver-kills", 2);
  private static final long SEED = Long.getLong("entrosum.test.seed", 1);
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** What is trained, long enough that most moments are in its passes. */
  @SuppressWarnings("ImmutableEnumChecker") // it is
  private enum Training {
    MIXTURE(
        "training.max-iterations=60",
        "training.tolerance=0",
        "model.components=4",
        "training.restarts=2"),
    FACTORS(
        "training.max-iterations=120",
        "training.tolerance=0",
        "model.type=factor-analysis",
        "model.latent-dimensions=3",
        "model.method=passes"),
    SPARSE_CODING(
        "training.max-iterations=120",
        "training.tolerance=0",
        "model.type=sparse-coding",
        "model.latent-dimensions=12");

    private final List<String> settings;

    Training(String... settings) {
      this.settings = List.of(settings);
    }
  }

  @ParameterizedTest
  @EnumSource(Training.class)
  void killedAtAnyMomentItEndsWithTheSameBytes(Training training, @TempDir Path folder)
      throws Exception {
    Path data = folder.resolve("bars");
    assertThat(
            Main.run(
                new String[] {"generate", "bars", "--rows", "4000", "--output", data.toString()},
                System.err,
                System.err))
        .isZero();
    long start = System.nanoTime();
    try (ForkedDriver driver = start(folder, training, data, "undisturbed", 0)) {
      assertThat(driver.await(LIMIT)).as(driver.errors()).isZero();
    }
    long undisturbed = System.nanoTime() - start;
    byte[] expected = model(folder.resolve("undisturbed"));

    SplittableRandom random = new SplittableRandom(SEED + training.name().hashCode());
    Path output = folder.resolve("killed");
    int kills = 0;
    int passes = 0;
    int completed = 0;
    for (int run = 1; kills < KILLS; run++) {
      try (ForkedDriver driver = start(folder, training, data, "killed", run)) {
        long moment = random.nextLong(undisturbed * 11 / 10);
        boolean ended =
            driver
                .process()
                .onExit()
                .orTimeout(moment, TimeUnit.NANOSECONDS)
                .handle((process, late) -> late == null)
                .get();
        if (ended) {
          assertThat(driver.await(LIMIT)).as(driver.errors()).isZero();
        } else {
          driver.process().destroyForcibly();
          driver.process().onExit().get();
          kills++;
          passes += driver.errors().contains("iteration ") ? 1 : 0;
        }
      }
      if (Files.exists(output)) { // whatever is there is whole, killed or not
        assertThat(model(output)).as("after run %d", run).isEqualTo(expected);
        delete(output);
        completed++;
      }
    }
    try (ForkedDriver driver = start(folder, training, data, "killed", 0)) {
      assertThat(driver.await(LIMIT)).as(driver.errors()).isZero();
    }
    assertThat(model(output)).isEqualTo(expected);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .as("nothing is left beside the output")
          .noneMatch(name -> name.startsWith("killed."));
    }
    System.err.printf(
        "%s: killed %d times, %d of them in iterations; complete %d times%n",
        training, kills, passes, completed + 1);
  }

  private static ForkedDriver start(
      Path folder, Training training, Path data, String output, int run) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("train"));
    List<String> settings = new ArrayList<>(training.settings);
    settings.add("input.path=" + data);
    settings.add("input.format=parquet");
    settings.add("input.features=[features]");
    settings.add("output.path=" + folder.resolve(output));
    settings.add("output.mode=resume");
    settings.add("training.checkpoint-interval=7");
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    Path own = Files.createDirectories(folder.resolve("driver-" + output + run));
    return ForkedDriver.start(own, Main.class, List.of("-Dspark.master=local[2]"), arguments);
  }

  private static byte[] model(Path output) throws IOException {
    assertThat(output.resolve("MANIFEST.json")).exists();
    return Files.readAllBytes(output.resolve("model.safetensors"));
  }

  private static void delete(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(output);
  }
}
