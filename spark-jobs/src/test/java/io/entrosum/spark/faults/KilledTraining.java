package io.entrosum.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.job.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * The command {@code train} with {@code output.mode = resume} in processes of their own, some of
 * which are killed.
 */
final class KilledTraining {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String ITERATION = "iteration ";

  private final Path folder;
  private final List<String> settings;
  private final SplittableRandom random;
  private final Undisturbed undisturbed;
  private int runs;

  /**
   * What happens if nobody interferes.
   *
   * @param start until the first iteration, milliseconds
   * @param passes from there to the end, milliseconds
   * @param operations as {@link FileOperations} writes them
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Undisturbed(long start, long passes, List<String> operations, byte[] model) {}

  /** Where a driver is to be killed. */
  enum Aim {
    /** At any time until its first iteration. */
    START,
    /** At any time from its first iteration on. */
    PASSES,
    /** At any file operation of this phase. */
    CHECKPOINT,
    /** At any file operation of this phase. */
    PUBLICATION,
    /** At any file operation. */
    ANY;

    boolean isMetBy(Phase phase) {
      return this == ANY || name().equals(phase.name());
    }
  }

  /** Where a driver was killed, and what it was about to do, if that is known. */
  record Kill(Phase phase, String operation) {}

  /**
   * Trains without interference first.
   *
   * @param folder for everything
   * @param settings of the command
   */
  KilledTraining(Path folder, List<String> settings, long seed)
      throws IOException, InterruptedException {
    this.folder = folder;
    this.settings = settings;
    this.random = new SplittableRandom(seed);
    Path output = folder.resolve("undisturbed");
    long start = System.nanoTime();
    try (ForkedDriver driver = start(output, FileOperations.ANY + ":0")) {
      long first = awaitIteration(driver) - start;
      assertThat(driver.await(LIMIT)).as(driver.errors()).isZero();
      long passes = System.nanoTime() - start - first;
      undisturbed = new Undisturbed(first / 1_000_000, passes / 1_000_000, log(), model(output));
    }
  }

  /** The output of the runs that are killed. */
  private Path output() {
    return folder.resolve("killed");
  }

  /** The file operations of the undisturbed run. */
  int operations(Aim aim) {
    return Math.toIntExact(
        undisturbed.operations().stream().filter(line -> aim.isMetBy(phase(line))).count());
  }

  private static Phase phase(String line) {
    return Phase.valueOf(line.substring(0, line.indexOf(' ')));
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(own().resolve("operations"));
  }

  private Path own() {
    return folder.resolve("driver-" + runs);
  }

  private ForkedDriver start(Path output, String kill) throws IOException {
    if (runs > 0) {
      delete(own());
    }
    runs++;
    Files.createDirectories(own());
    Files.createFile(own().resolve("operations"));
    List<String> options =
        List.of(
            "-Dspark.master=local[2]",
            "-Dspark.hadoop.fs.file.impl=" + KillingFileSystem.class.getName(),
            "-D" + FileOperations.OUTPUT + "=" + output,
            "-D" + FileOperations.LOG + "=" + own().resolve("operations"),
            "-D" + FileOperations.KILL + "=" + kill);
    return ForkedDriver.start(own(), Main.class, options, arguments(output));
  }

  private List<String> arguments(Path output) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    arguments.addAll(List.of("--set", "output.path=" + output, "--set", "output.mode=resume"));
    return arguments;
  }

  /** The time of the first iteration, or of the end. */
  private static long awaitIteration(ForkedDriver driver) throws IOException, InterruptedException {
    while (driver.process().isAlive() && !driver.errors().contains(ITERATION)) {
      Thread.sleep(5);
    }
    return System.nanoTime();
  }

  /**
   * Starts a run and kills it, or lets it end where it does before its moment has come.
   *
   * @return where it was killed, or null
   */
  @org.jspecify.annotations.Nullable
  Kill kill(Aim aim) throws Exception {
    boolean timed = aim == Aim.START || aim == Aim.PASSES;
    String at =
        timed ? FileOperations.ANY + ":0" : aim + ":" + (1 + random.nextInt(operations(aim)));
    try (ForkedDriver driver = start(output(), at)) {
      if (timed) {
        killInTime(driver, aim);
      }
      int code = driver.await(LIMIT);
      if (code == 0) {
        return null;
      }
      assertThat(code).as(driver.errors()).isEqualTo(128 + 9);
      List<String> log = log();
      if (timed) {
        return new Kill(phaseInTime(driver, log), "");
      }
      String last = log.get(log.size() - 1);
      return new Kill(phase(last), last.substring(last.indexOf(' ') + 1) + " (" + at + ")");
    }
  }

  private void killInTime(ForkedDriver driver, Aim aim) throws Exception {
    long delay = random.nextLong(aim == Aim.START ? undisturbed.start() : undisturbed.passes());
    if (aim == Aim.PASSES) {
      awaitIteration(driver);
    }
    try {
      driver.process().onExit().get(delay, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      driver.process().destroyForcibly(); // SIGKILL
    }
  }

  private static Phase phaseInTime(ForkedDriver driver, List<String> log) throws IOException {
    if (!driver.errors().contains(ITERATION)) {
      return Phase.START;
    }
    Phase last = phase(log.get(log.size() - 1));
    return last == Phase.PUBLICATION || last == Phase.TIDYING ? last : Phase.PASSES;
  }

  /**
   * Checks the output, if there is one, and that the same command finds it complete and leaves
   * nothing beside it; then removes it.
   *
   * @return whether there was one
   */
  boolean takeOutput(String when) throws IOException {
    if (!Files.exists(output())) {
      return false;
    }
    assertThat(model(output())).as(when).isEqualTo(undisturbed.model());
    int code = Main.run(arguments(output()).toArray(String[]::new), System.err, System.err);
    assertThat(code).as(when).isZero();
    assertThat(model(output())).as(when).isEqualTo(undisturbed.model());
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .as("nothing is left beside the output %s", when)
          .noneMatch(name -> name.startsWith("killed."));
    }
    delete(output());
    return true;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Lets a run come to its end. */
  void finish() throws IOException, InterruptedException {
    try (ForkedDriver driver = start(output(), FileOperations.ANY + ":0")) {
      assertThat(driver.await(LIMIT)).as(driver.errors()).isZero();
    }
  }

  private static byte[] model(Path output) throws IOException {
    assertThat(output.resolve("MANIFEST.json")).exists();
    return Files.readAllBytes(output.resolve("model.safetensors"));
  }
}
