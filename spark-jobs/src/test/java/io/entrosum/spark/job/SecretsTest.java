package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages about wrong configurations show no secret that is in them. */
class SecretsTest {
  private static final String KEY = "spark.hadoop.fs.s3a.secret.key";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        KEY + "={hush1hush2",
        KEY + "=[hush1,hush2",
        KEY + ":hush1hush2",
        KEY + "..=hush1hush2",
        "=" + KEY + "hush1hush2"
      })
  void assignments(String assignment) {
    CommandRun run = CommandRun.of("validate", "--set", assignment);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("entrosum: --set").doesNotContain("hush");
  }

  /** Secrets that HOCON wants in quotes. */
  @ParameterizedTest
  @ValueSource(
      strings = {"+", "$", "=", "{", "}", "[", "]", "\"", "^", "?", "!", "@", "*", "&", "`"})
  void files(String special) {
    String line = "spark { hadoop.fs.s3a.secret.key = hush1" + special + "hush2 }\n";
    Path file = CommandRun.write(folder.resolve("job.conf"), line);
    CommandRun run = CommandRun.of("validate", "--config", file.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "entrosum: "
                + file
                + ": 1: not HOCON (put the value into double quotes)"
                + System.lineSeparator());
  }

  @Test
  void paths() {
    String path = "s3a://user:hush1hush2@bucket/data.csv";
    String out = "output.path=" + folder.resolve("out");
    CommandRun run = CommandRun.of("validate", "--set", "input.path=" + path, "--set", out);
    assertThat(run.code()).isEqualTo(6);
    assertThat(run.err())
        .startsWith("entrosum: a path in bucket: credentials in paths are refused")
        .doesNotContain("hush");
  }
}
