package io.entrosum.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The choice is made once a virtual machine, so each choice is tried in one of its own. */
class BlasBackendTest {
  /**
   * All numbers are of order 1 and of matrices of order 7 and condition below 10: a few hundred
   * roundings of 1e-16 at most.
   */
  private static final double ROUNDING = 1e-12;

  @TempDir private Path folder;

  @Test
  void javaOnRequest() throws Exception {
    Output output = probe("JAVA"); // in any case
    assertThat(output.exit()).isZero();
    assertThat(output.lines().get(0)).isEqualTo("Java: chosen by -Dentrosum.blas");
    assertThat(output.numbers()).containsExactly(BlasProbe.numbers(), within(ROUNDING));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void bundledOnRequest() throws Exception {
    Output output = probe("bundled");
    assertThat(output.exit()).isZero();
    assertThat(output.lines().get(0)).matches("bundled OpenBLAS \\d+\\.\\d+\\.\\d+.*");
    assertThat(output.numbers()).containsExactly(BlasProbe.numbers(), within(ROUNDING));
  }

  /** Else each task of Spark would have as many threads as the machine has cores. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void bundledUsesOneThreadWhateverTheEnvironment() throws Exception {
    Output output = probe("bundled", "threads");
    assertThat(output.exit()).isZero();
    assertThat(output.numbers()[0]).isLessThan(0.4);
  }

  /** Spark interrupts the attempts of tasks that it gives up, even the first on an executor. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void anInterruptWhileItIsLoadedChangesNothing() throws Exception {
    Output calm = probe("bundled", "gram");
    Output interrupted = probe("bundled", "gram", "interrupted");
    assertThat(interrupted.exit()).as(interrupted.errors()).isZero();
    assertThat(interrupted.lines()).isEqualTo(calm.lines()).hasSizeGreaterThan(1);
  }

  @Test
  void nonsenseIsRefusedWithTheNamesThatExist() throws Exception {
    Output output = probe("nonsense");
    assertThat(output.exit()).isNotZero();
    assertThat(output.lines()).isEmpty();
    assertThat(output.errors())
        .contains(
            "IllegalArgumentException: entrosum.blas: must be one of auto, system, bundled, java"
                + " but was nonsense");
  }

  @Test
  void thisVirtualMachineSaysWhatItUses() {
    assertThat(Blas.description()).matches("(bundled OpenBLAS|system|configured|Java).*");
  }

  @Test
  void theKernelsOfOpenBlasFollowTheProcessorUnlessTheEnvironmentSaysOtherwise()
      throws IOException {
    Path new512 =
        Files.writeString(folder.resolve("a"), "x : 1\nflags : fpu avx512f bmi2 avx512vl sse\n");
    Path old =
        Files.writeString(folder.resolve("b"), "model : avx512f avx512vl\nflags : fpu avx2\n");
    assertThat(BlasBackend.hasAvx512(null, new512)).isTrue();
    assertThat(BlasBackend.hasAvx512(null, old)).isFalse();
    assertThat(BlasBackend.hasAvx512("Haswell", new512)).isFalse();
    assertThat(BlasBackend.hasAvx512("SkylakeX", old)).isTrue();
    assertThat(BlasBackend.hasAvx512(null, folder.resolve("none"))).isFalse();
  }

  private Output probe(String choice, String... arguments)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse(javaOfThisHome()),
                "-XX:TieredStopAtLevel=1",
                "-Dentrosum.blas=" + choice,
                "-Dorg.bytedeco.javacpp.cachedir=" + Files.createTempDirectory(folder, "natives"),
                "-cp",
                System.getProperty("java.class.path"),
                BlasProbe.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("OPENBLAS_NUM_THREADS");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("the probe ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Output(process.exitValue(), Files.readAllLines(out), Files.readString(err));
  }

  private static String javaOfThisHome() {
    return String.join(File.separator, System.getProperty("java.home"), "bin", "java");
  }

  private record Output(int exit, List<String> lines, String errors) {
    /** Everything after the description. */
    double[] numbers() {
      return new ArrayList<>(lines.subList(1, lines.size()))
          .stream().mapToDouble(Double::parseDouble).toArray();
    }
  }
}
