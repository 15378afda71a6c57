package io.entrosum.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts of YARN at one application follow one another; all others keep each other off. */
class LeaseFileTest {
  private static final String FIRST = "container_e17_1410901177871_0005_01_000001";
  private static final String SECOND = "container_e18_1410901177871_0005_02_000001";

  @TempDir private java.nio.file.Path folder;

  /** On a host and in a process of its own. */
  private static Lease lease(String id, @Nullable String container) {
    return new Lease(id, "somebody", "host-" + id, "", 1, 1, Lease.attempt(container), 0);
  }

  private LeaseFile take(Lease own) throws IOException {
    FileSystem local = FileSystem.getLocal(new Configuration());
    Path file = new Path(folder.resolve("lease.json").toString());
    return LeaseFile.take(local, file, "output.path: x", own, System.currentTimeMillis());
  }

  @Test
  void aLaterAttemptTakesOverAndTheEarlierOneStops() throws IOException {
    LeaseFile second;
    try (LeaseFile first = take(lease("a", FIRST))) {
      first.check();
      second = take(lease("b", SECOND));
      assertThatExceptionOfType(OutputInUseException.class)
          .isThrownBy(first::check)
          .withMessage(
              "output.path: x was taken over by somebody on host-b (process 1, since"
                  + " 1970-01-01T00:00:00Z), a later attempt at the same application; it stops"
                  + " and leaves everything to others");
    }
    try (second) {
      second.check(); // it was not the first one's to give back
    }
    assertThat(Files.exists(folder.resolve("lease.json"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    SECOND + "," + FIRST, // an earlier attempt
    FIRST + "," + FIRST, // the same: two trainings in one driver
    FIRST + ",container_e17_1410901177871_0006_02_000001", // another application
    FIRST + ",container_e17_1410901177999_0005_02_000001", // of another resource manager
    FIRST + ",",
    "," + SECOND,
  })
  void othersAreRefused(@Nullable String holder, @Nullable String container) throws IOException {
    try (LeaseFile held = take(lease("a", holder))) {
      assertThatExceptionOfType(OutputInUseException.class)
          .isThrownBy(() -> take(lease("b", container)))
          .withMessageStartingWith("output.path: x is being written by somebody on host-a");
      held.check();
    }
  }

  @Test
  void theFileKeepsTheAttempt() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Lease lease = lease("a", FIRST);
    lease.write(out);
    assertThat(Lease.read(new ByteArrayInputStream(out.toByteArray()))).isEqualTo(lease);
    assertThat(String.valueOf(lease.attempt())).isEqualTo("appattempt_1410901177871_0005_000001");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "b2f0c9", "container_", "container_x_1"})
  void whatIsNoContainerOfYarnIsNoAttempt(@Nullable String container) {
    assertThat(Lease.attempt(container)).isNull();
  }

  /** Another run has taken it over and given it back, or somebody has removed the file. */
  @Test
  void aLeaseThatIsGoneIsLost() throws IOException {
    try (LeaseFile lease = take(lease("a", null))) {
      Files.delete(folder.resolve("lease.json"));
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(OutputInUseException.class)
            .isThrownBy(lease::check)
            .withMessageStartingWith("output.path: x has no lease of this run any more: ");
      }
    }
    assertThat(Files.exists(folder.resolve("lease.json"))).isFalse();
  }

  /** Stores that do not say that a file is there in the way of others, or fail in between. */
  @Test
  void aFailureDoesNotRemoveTheLeaseOfAnother() throws IOException {
    try (LeaseFile living = take(lease("a", null))) {
      FileSystem failing =
          new RawLocalFileSystem() {
            @Override
            public FSDataOutputStream create(
                Path file,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
              throw new IOException("503 Slow Down");
            }
          };
      failing.initialize(folder.toUri(), new Configuration());
      Path file = new Path(folder.resolve("lease.json").toString());
      assertThatExceptionOfType(OutputInUseException.class)
          .isThrownBy(
              () ->
                  LeaseFile.take(
                      failing,
                      file,
                      "output.path: x",
                      lease("b", null),
                      System.currentTimeMillis()))
          .withMessageContaining("is being written by somebody on host-a");
      living.check();
      Files.delete(folder.resolve("lease.json"));
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> LeaseFile.take(failing, file, "output.path: x", lease("b", null), 0))
          .withMessage("503 Slow Down");
    }
  }
}
