package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says before Spark starts. */
class CommandLineTest {
  @TempDir Path folder;

  @AfterEach
  void noSessionWasStarted() {
    assertThat(SparkSession.getDefaultSession().isEmpty()).isTrue();
  }

  private static void fails(int code, String line, String... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.err()).isEqualTo("entrosum: " + line + System.lineSeparator());
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }

  private static void failsWith(List<String> command, String line, String... options) {
    String[] all = Stream.concat(command.stream(), Arrays.stream(options)).toArray(String[]::new);
    fails(2, line, all);
  }

  @Test
  void helpAndVersionGoToStandardOutput() {
    CommandRun help = CommandRun.of("--help");
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .contains("train", "score", "evaluate", "inspect", "validate", "generate", "patches");
    assertThat(CommandRun.of("--version").out()).startsWith("entrosum ");
    for (String command :
        new String[] {"train", "score", "evaluate", "inspect", "validate", "generate", "patches"}) {
      CommandRun run = CommandRun.of(command, "--help");
      assertThat(run.code()).isZero();
      assertThat(run.out()).contains("--config", "--set", "--verbose", "--help", "--version");
      assertThat(run.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(101));
    }
  }

  @Test
  void wrongUsage() {
    fails(2, "a command is missing (see entrosum --help)");
    fails(2, "Unmatched argument at index 0: 'trian' (see entrosum --help)", "trian");
    fails(2, "Unknown option: '--confg' (see entrosum train --help)", "train", "--confg");
    fails(2, "Missing required parameter: 'FOLDER' (see entrosum inspect --help)", "inspect");
    fails(
        2,
        "Invalid value for option '--rows': 'x' is not a long (see entrosum generate --help)",
        "generate",
        "--rows",
        "x");
  }

  @Test
  void wrongConfiguration() {
    fails(2, "output.path: must be set (with --config or --set)", "train");
    fails(
        2,
        "input.path: must be set (or input.table, or input.query; with --config or --set)",
        "train",
        "--set",
        "output.path=" + folder.resolve("model"));
    fails(
        2,
        "input: only one of path, table and query can be set",
        "train",
        "--set",
        "output.path=" + folder.resolve("model"),
        "--set",
        "input.path=a",
        "--set",
        "input.table=b");
    fails(2, "model.components: must be >= 1 but was 0", "train", "--set", "model.components=0");
    for (String invalid : new String[] {"fail", "skip"}) {
      fails(
          2,
          "score.fill: true needs input.invalid = missing but it is "
              + invalid
              + " (set input.invalid to missing, or score.fill to false)",
          "score",
          "--set",
          "output.path=" + folder.resolve("scored"),
          "--set",
          "score.fill=true",
          "--set",
          "input.invalid=" + invalid);
    }
  }

  @Test
  void missingFiles() {
    String out = "output.path=" + folder.resolve("model");
    String none = folder.resolve("none.csv").toString();
    fails(
        2,
        "input.path: no such file: " + none,
        "train",
        "--set",
        out,
        "--set",
        "input.path=" + none);
    String glob = folder.resolve("*.csv").toString();
    fails(
        2,
        "input.path: no such file: " + glob,
        "validate",
        "--set",
        out,
        "--set",
        "input.path=" + glob);
    fails(2, "--config: no such file: " + none, "train", "--config", none);
    fails(2, "inspect: no such file or folder: " + none, "inspect", none);
    fails(2, "--model: no such file or folder: " + none, "evaluate", "--model", none);
    fails(2, "--model: must be given (or score.model set)", "evaluate");
    fails(
        2,
        "score.model: no such file or folder: " + none,
        "score",
        "--set",
        out,
        "--set",
        "score.model=" + none);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anOutputThatExists() {
    CommandRun.write(folder.resolve("model/file"), "precious");
    String target = folder.resolve("model").toString();
    String line =
        "output.path: " + target + " exists (choose another, or set output.mode to overwrite)";
    fails(5, line, "train", "--set", "output.path=" + target);
    fails(5, line, "validate", "--set", "output.path=" + target);
    fails(5, line, "score", "--set", "output.path=" + target);
    fails(5, line, "generate", "blobs", "--output", target);
    assertThat(CommandRun.read(folder.resolve("model/file"))).isEqualTo("precious");
  }

  @Test
  void anOutputThatCannotBeWritten() {
    Path file = CommandRun.write(folder.resolve("file"), "not a folder");
    CommandRun run = CommandRun.of("generate", "blobs", "--output", file + "/model");
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err())
        .startsWith("entrosum: output.path: cannot write " + file + "/model: ")
        .hasLineCount(1);
  }

  @Test
  void generatorsThatDoNotExist() {
    fails(2, "generate: say what: blobs, wide, bars, or --model FOLDER", "generate");
    fails(
        2,
        "generate: no generator blob (generators: blobs, wide, bars; or --model FOLDER)",
        "generate",
        "blob");
    fails(2, "--rows: must be >= 1 but was 0", "generate", "blobs", "--rows", "0");
    fails(2, "--columns: must be >= 1 but was 0", "generate", "blobs", "--columns", "0");
    fails(2, "--components: must be >= 1 but was -1", "generate", "blobs", "--components", "-1");
    fails(
        2,
        "--model: excludes built-in generators and their options --columns, --components,"
            + " --separation, --offset, --scale, --topics, --non-zeros, --size, --latents,"
            + " --probability and --noise",
        "generate",
        "--model",
        "m",
        "--columns",
        "3");
    fails(2, "output.path: must be set (with --config or --set)", "generate", "blobs");
  }

  @Test
  void optionsOfBars() {
    List<String> bars = List.of("generate", "bars", "--output", folder.resolve("x").toString());
    failsWith(bars, "--size: must be >= 1 and <= 1000 but was 0", "--size", "0");
    failsWith(bars, "--size: must be >= 1 and <= 1000 but was 50000", "--size", "50000");
    failsWith(
        bars, "--latents: must be one of laplace, bernoulli but was gauss", "--latents", "gauss");
    failsWith(bars, "--probability: is an option of --latents bernoulli", "--probability", ".1");
    failsWith(
        bars,
        "--probability: must be >= 0 and <= 1 but was 1.5",
        "--latents",
        "bernoulli",
        "--probability",
        "1.5");
    failsWith(bars, "--noise: must be >= 0 and finite but was NaN", "--noise", "NaN");
    failsWith(
        bars,
        "--columns: is an option of blobs and wide (bars have --size times --size)",
        "--columns",
        "3");
    failsWith(bars, "--topics, --non-zeros: are options of wide", "--topics", "3");
    failsWith(
        bars,
        "--components, --separation, --offset, --scale: are options of blobs",
        "--scale",
        "3");
    for (String other : List.of("blobs", "wide")) {
      failsWith(
          List.of("generate", other, "--output", folder.resolve("x").toString()),
          "--size, --latents, --probability, --noise: are options of bars",
          "--size",
          "3");
    }
  }

  @Test
  void stackTracesOnlyOnRequest() {
    CommandRun run = CommandRun.of("inspect", "--verbose", folder.resolve("none").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("inspect: no such file or folder", "\tat io.entrosum.spark.job.SavedModel");
  }
}
