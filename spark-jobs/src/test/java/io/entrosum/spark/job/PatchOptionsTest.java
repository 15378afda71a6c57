package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command patches refuses before Spark starts. */
class PatchOptionsTest {
  @TempDir Path folder;

  @AfterEach
  void noSessionWasStarted() {
    assertThat(SparkSession.getDefaultSession().isEmpty()).isTrue();
  }

  private static void fails(String line, String... args) {
    CommandRun run = CommandRun.of(args);
    assertThat(run.err()).isEqualTo("entrosum: " + line + System.lineSeparator());
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void patchesThatCannotBe() {
    fails("input.path: must be set (or --images)", "patches");
    fails("output.path: must be set (with --config or --set)", "patches", "--images", "a");
    String none = folder.resolve("none").toString();
    fails(
        "input.path: no such file: " + none,
        "patches",
        "--images",
        none,
        "--output",
        folder.resolve("out").toString());
    fails(
        "input.table, input.query: patches are cut from files (set input.path, or --images)",
        "patches",
        "--set",
        "input.table=t");
    fails(
        "input.invalid: of images must be fail or skip but was missing",
        "patches",
        "--images",
        "a",
        "--invalid",
        "missing");
    String size = "--size: must be WIDTH or WIDTHxHEIGHT, as 16x12, but was ";
    for (String wrong : new String[] {"x", "16x", "16*12", "-4", "16x12x3", "1e3"}) {
      fails(size + wrong, "patches", "--size=" + wrong);
    }
    String sides = "--size: must have sides of 1 to 1024 pixels, and two pixels at least, but was ";
    fails(sides + "0x0", "patches", "--size", "0");
    fails(sides + "1x1", "patches", "--size", "1");
    fails(sides + "2000x4", "patches", "--size", "2000x4");
    fails("--count: must be >= 1 but was 0", "patches", "--count", "0");
    fails("--border: must be >= 0 but was -1", "patches", "--border", "-1");
    fails("--partitions: must be >= 0 but was -1", "patches", "--partitions", "-1");
  }

  @Test
  void whiteningsThatCannotBe() {
    fails(
        "--whiten: must be one of one-over-f, zca, none but was pca", "patches", "--whiten", "pca");
    fails("--cutoff: must be > 0 and finite but was 0.0", "patches", "--cutoff", "0");
    fails(
        "--epsilon: is an option of --whiten zca, not of one-over-f",
        "patches",
        "--epsilon",
        "0.1");
    String[] zca = {"patches", "--whiten", "zca", "--cutoff", "0.3"};
    fails("--cutoff: is an option of --whiten one-over-f, not of zca", zca);
    fails(
        "--size: with --whiten zca, patches must have at most 4096 pixels but have 4160 (smaller"
            + " patches, or --whiten one-over-f)",
        "patches",
        "--whiten",
        "zca",
        "--size",
        "65x64");
  }
}
