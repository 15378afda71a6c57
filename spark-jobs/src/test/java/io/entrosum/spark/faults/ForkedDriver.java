package io.entrosum.spark.faults;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Spark driver in a virtual machine of its own, with all that it needs to start executors as
 * processes ({@code local-cluster[2,1,1024]}): a {@code SPARK_HOME} whose {@code jars} are links to
 * the class path of the tests. Lines {@code key=value} on its standard output are results.
 *
 * <p>Closing it ends the process and those that it has started.
 */
public final class ForkedDriver implements AutoCloseable {
  private final Process process;
  private final Path home;
  private final Path out;
  private final Path err;

  private ForkedDriver(Process process, Path home, Path out, Path err) {
    this.process = process;
    this.home = home;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts a program of the tests.
   *
   * @param folder for Spark's home, its scratch files and what the program prints
   * @param options of the virtual machine, besides those of this one
   */
  public static ForkedDriver start(
      Path folder, Class<?> program, List<String> options, List<String> arguments)
      throws IOException {
    String classPath = System.getProperty("java.class.path");
    Path home = sparkHome(folder.resolve("spark-home"), classPath);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-XX:TieredStopAtLevel=1"); // they live for seconds: no time for the best code
    command.addAll(options);
    command.add("-Dspark.executor.extraClassPath=" + folders(home));
    command.add("-Dspark.local.dir=" + folder.resolve("scratch"));
    command.add("-Dspark.sql.warehouse.dir=" + folder.resolve("warehouse"));
    command.add("-Dspark.ui.enabled=false");
    logging(command);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(arguments);
    Path out = folder.resolve("driver.out");
    Path err = folder.resolve("driver.err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "SPARK_HOME", home.toString(),
                "SPARK_SCALA_VERSION", "2.13",
                "SPARK_LOCAL_IP", "127.0.0.1",
                "OPENBLAS_NUM_THREADS", "1"));
    return new ForkedDriver(builder.start(), home, out, err);
  }

  /** The driver logs as the tests do; executors write to files that go with the folder. */
  private static void logging(List<String> command) {
    String configuration = System.getProperty("log4j2.configurationFile");
    if (configuration != null) {
      command.add("-Dlog4j2.configurationFile=" + configuration);
      command.add("-Dspark.executor.extraJavaOptions=-Dlog4j2.configurationFile=" + configuration);
    }
  }

  /** Links to jars in {@code jars} and to folders of classes in {@code classes}: short paths. */
  private static Path sparkHome(Path home, String classPath) throws IOException {
    Path jars = Files.createDirectories(home.resolve("jars"));
    Path classes = Files.createDirectories(home.resolve("classes"));
    Files.writeString(home.resolve("RELEASE"), "");
    int folders = 0;
    for (String text : classPath.split(File.pathSeparator, -1)) {
      Path entry = Path.of(text).toAbsolutePath();
      if (Files.isDirectory(entry)) {
        Files.createSymbolicLink(classes.resolve(Integer.toString(folders++)), entry);
      } else if (Files.exists(entry)) {
        Files.createSymbolicLink(jars.resolve(entry.getFileName()), entry);
      }
    }
    return home;
  }

  private static String folders(Path home) throws IOException {
    try (Stream<Path> links = Files.list(home.resolve("classes"))) {
      return links.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
    }
  }

  /** The driver's process. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** What the program has written to standard error so far. */
  public String errors() throws IOException {
    return Files.readString(err);
  }

  /**
   * Waits until it has written something to standard error.
   *
   * @throws AssertionError if it ends or the time is up before that
   */
  public void awaitText(String text, Duration limit) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!errors().contains(text)) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError("the driver has not said \"" + text + "\":\n" + errors());
      }
      Thread.sleep(5);
    }
  }

  /**
   * Waits for the end of the program.
   *
   * @return the exit code
   * @throws AssertionError if it does not end in time
   */
  public int await(Duration limit) throws IOException, InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the driver still runs after " + limit + ":\n" + errors());
    }
    return process.exitValue();
  }

  /** The results that it has printed so far. */
  public Map<String, String> results() throws IOException {
    Map<String, String> results = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(out), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          results.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    }
    return results;
  }

  @Override
  public void close() {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
    removeLinks(home.resolve("jars"));
    removeLinks(home.resolve("classes"));
  }

  /** JUnit would warn of each, since it leads out of the test's folder. */
  private static void removeLinks(Path folder) {
    try (Stream<Path> links = Files.list(folder)) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
