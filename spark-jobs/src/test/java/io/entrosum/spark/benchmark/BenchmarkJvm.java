package io.entrosum.spark.benchmark;

import io.entrosum.linalg.Blas;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Virtual machines of a benchmark, one a BLAS: each prints lines {@code key=value}, which the
 * program that started it collects.
 */
final class BenchmarkJvm {
  /** Java's BLAS without the Vector API, as in a program or notebook that starts Spark itself. */
  static final String PLAIN = "plain";

  /** Makes a program the virtual machine that measures. */
  static final String CHILD = "--child";

  /** Runs MLlib only. */
  static final String MLLIB = "--mllib";

  private BenchmarkJvm() {}

  /** Those of the arguments that are sizes, or else the usual ones. */
  static List<String> sizes(List<String> arguments, List<String> usual) {
    List<String> given = arguments.stream().filter(argument -> !argument.startsWith("--")).toList();
    return given.isEmpty() ? usual : given;
  }

  /** How many rows: a tenth with {@code --quick}. */
  static long rows(String rows, List<String> arguments) {
    return Long.parseLong(rows) / (arguments.contains("--quick") ? 10 : 1);
  }

  /** Prints a result of a child. */
  static void report(String key, double value) {
    System.out.println(key + "=" + value);
    System.err.printf(Locale.ROOT, "%s: %.4f CPU s (%s)%n", key, value, Blas.description());
  }

  /** A Spark session of two cores. */
  static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate();
  }

  /** Runs a benchmark with each BLAS; results are under the name of the BLAS, a blank, the key. */
  static Map<String, Double> forkAll(Class<?> benchmark, List<String> blas, List<String> arguments)
      throws IOException, InterruptedException {
    Map<String, Double> results = new LinkedHashMap<>();
    for (String one : blas) {
      fork(benchmark, one, arguments).forEach((key, value) -> results.put(one + " " + key, value));
    }
    return results;
  }

  private static Map<String, Double> fork(Class<?> benchmark, String blas, List<String> arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(benchmark, blas, arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, Double> results = new LinkedHashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        String[] parts = line.split("=", -1);
        if (parts.length == 2) {
          results.put(parts[0], Double.parseDouble(parts[1]));
        }
      }
    }
    if (process.waitFor() != 0) {
      throw new IOException("the benchmark with BLAS " + blas + " failed");
    }
    return results;
  }

  private static List<String> command(Class<?> benchmark, String blas, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    boolean plain = blas.equals(PLAIN);
    if (!plain) {
      command.add("--add-modules=jdk.incubator.vector"); // as spark-submit does
    }
    command.add("-Dentrosum.blas=" + (plain ? "java" : blas));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(benchmark.getName(), CHILD));
    if (plain) {
      command.add(MLLIB);
    }
    command.addAll(arguments);
    return command;
  }
}
