package io.entrosum.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.entrosum.data.Block;
import io.entrosum.init.GaussianMixtureSpec;
import io.entrosum.init.MixtureTraining;
import io.entrosum.io.CourseFile;
import io.entrosum.io.Manifest;
import io.entrosum.train.Course;
import io.entrosum.train.LocalPass;
import io.entrosum.train.StoppingRule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path folder;

  private String target() {
    return folder.resolve("model").toString();
  }

  private Path run() {
    return folder.resolve("model.run");
  }

  private RunFolder open() {
    return RunFolder.open(target(), "output.path", HADOOP);
  }

  private static final List<CourseFile> COURSES = courses();

  /** How far a training was after some passes. */
  private static CourseFile course(int passes) {
    return COURSES.get(passes - 1);
  }

  private static List<CourseFile> courses() {
    double[][] rows = new double[40][2];
    SplittableRandom random = new SplittableRandom(1);
    for (double[] row : rows) {
      row[0] = random.nextGaussian() + 4 * random.nextInt(2);
      row[1] = random.nextGaussian();
    }
    List<CourseFile> files = new ArrayList<>();
    Course course =
        Course.of(
            now -> files.add(new CourseFile(now.state(), List.of("a", "b"), Map.of("x", "y"))));
    MixtureTraining.of(GaussianMixtureSpec.of(2), new StoppingRule(5, 0), 1, List.of())
        .in(course)
        .run(new LocalPass(List.of(Block.ofRows(rows))));
    return files;
  }

  private static byte[] newest(RunFolder run, List<String> refused) {
    Optional<CourseFile> found = run.newest(refused::add);
    return found.map(CourseFile::toBytes).orElse(new byte[0]);
  }

  @Test
  void theLastTwoCheckpointsAreKept() throws IOException {
    try (RunFolder run = open()) {
      assertThat(run.hasCheckpoints()).isFalse();
      for (int i = 1; i <= 4; i++) {
        run.write(course(i));
        assertThat(newest(run, List.of())).isEqualTo(course(i).toBytes());
      }
      assertThat(names(run()))
          .containsExactly("checkpoint-000003", "checkpoint-000004", "lease.json");
    }
    try (RunFolder run = open()) {
      assertThat(newest(run, List.of())).isEqualTo(course(4).toBytes());
      run.write(course(5));
      assertThat(names(run())).contains("checkpoint-000004", "checkpoint-000005");
      run.clear();
    }
    assertThat(names(folder)).as("nothing is left").isEmpty();
  }

  /** Every damage is found, and costs one checkpoint. */
  @Test
  void ofADamagedCheckpointTheOneBeforeIsUsed() throws IOException {
    try (RunFolder run = open()) {
      run.write(course(1));
      run.write(course(2));
      byte[] before = course(1).toBytes();
      byte[] last = course(2).toBytes();
      SplittableRandom random = new SplittableRandom(7);
      for (String name : List.of("course.safetensors", "MANIFEST.json")) {
        Path file = run().resolve("checkpoint-000002").resolve(name);
        byte[] whole = Files.readAllBytes(file);
        for (int trial = 0; trial < 1000; trial++) {
          byte[] damaged = whole.clone();
          int at = random.nextInt(whole.length);
          damaged[at] ^= (byte) (1 << random.nextInt(8));
          Files.write(file, damaged);
          if (isOfNewerFormat(name, damaged)) { // for all that can be known
            assertThatExceptionOfType(CheckpointRefusedException.class)
                .isThrownBy(() -> newest(run, new ArrayList<>()))
                .withMessageContaining(" is of format ");
            continue;
          }
          List<String> refused = new ArrayList<>();
          byte[] found = newest(run, refused);
          if (refused.isEmpty()) { // white space in the manifest
            assertThat(found).isEqualTo(last);
          } else {
            assertThat(found).as("byte %d of %s", at, name).isEqualTo(before);
            assertThat(refused).singleElement().asString().contains(name).doesNotContain("\n");
          }
        }
        for (int length = 0; length < whole.length; length += 1 + whole.length / 500) {
          Files.write(file, java.util.Arrays.copyOf(whole, length));
          List<String> refused = new ArrayList<>();
          byte[] found = newest(run, refused);
          assertThat(found).as("%d bytes of %s", length, name).isIn(before, last);
          assertThat(refused.isEmpty()).isEqualTo(java.util.Arrays.equals(found, last));
        }
        Files.write(file, whole);
      }
      assertThat(newest(run, List.of())).isEqualTo(last);
      // the next one takes the place of the damaged one, not that of the whole one
      Files.write(run().resolve("checkpoint-000002/course.safetensors"), new byte[5]);
      newest(run, new ArrayList<>());
      run.write(course(3));
      assertThat(names(run()))
          .containsExactly("checkpoint-000001", "checkpoint-000003", "lease.json");
    }
  }

  private static boolean isOfNewerFormat(String name, byte[] content) {
    return name.equals("MANIFEST.json")
        && new String(content, StandardCharsets.ISO_8859_1).matches("(?s).*\"format\" : [2-9].*");
  }

  /** It has what would be lost if it were passed over. */
  @Test
  void aCheckpointThatIsWholeAndCannotBeReadIsRefused() throws IOException {
    try (RunFolder run = open()) {
      run.write(course(1));
      run.write(course(2));
      byte[] other = "of another kind".getBytes(StandardCharsets.UTF_8);
      Path checkpoint = run().resolve("checkpoint-000002");
      Files.write(checkpoint.resolve("course.safetensors"), other);
      Files.write(
          checkpoint.resolve("MANIFEST.json"),
          Manifest.builder().add("course.safetensors", other).build().toJson());
      assertThatExceptionOfType(CheckpointRefusedException.class)
          .isThrownBy(() -> newest(run, new ArrayList<>()))
          .withMessageContaining("checkpoint-000002/course.safetensors: ");
    }
    assertThat(names(run())).containsExactly("checkpoint-000001", "checkpoint-000002");
  }

  @Test
  void whatAKilledRunLeftIsRemoved() throws IOException {
    Path half = run().resolve("checkpoint-000003");
    Files.createDirectories(half);
    Files.write(half.resolve("course.safetensors"), new byte[9]); // no manifest
    Files.createDirectories(folder.resolve("model.tmp-0123abcd"));
    Files.createDirectories(folder.resolve("model.last-0123abcd"));
    Files.createDirectories(folder.resolve("model.tmp-of-mine"));
    Files.createDirectories(folder.resolve("other.tmp-0123abcd"));
    try (RunFolder run = open()) {
      assertThat(run.newest(problem -> {})).isEmpty();
      assertThat(run.hasCheckpoints()).isFalse();
    }
    assertThat(names(folder)).containsExactly("model.tmp-of-mine", "other.tmp-0123abcd");
  }

  /** Killed between two renames: the old one away, the new one not there yet. */
  @Test
  void theOldOutputIsPutBack() throws IOException {
    Path old = Files.createDirectories(folder.resolve("model.old-0123abcd"));
    Files.writeString(old.resolve("MANIFEST.json"), "the old one");
    open().close();
    assertThat(names(folder)).containsExactly("model");
    assertThat(folder.resolve("model/MANIFEST.json")).hasContent("the old one");
    // killed a moment later: the new one is there, the old one not yet removed
    Files.createDirectories(old);
    Files.writeString(old.resolve("MANIFEST.json"), "older");
    open().close();
    assertThat(names(folder)).containsExactly("model");
    assertThat(folder.resolve("model/MANIFEST.json")).hasContent("the old one");
  }

  @Test
  void aSecondRunFailsAtOnce() throws IOException {
    try (RunFolder first = open()) {
      assertThatExceptionOfType(OutputInUseException.class)
          .isThrownBy(this::open)
          .withMessageContaining("output.path: " + target() + " is being written by ")
          .withMessageContaining(System.getProperty("user.name"))
          .withMessageContaining("process " + ProcessHandle.current().pid())
          .withMessageContaining("last sign of life 0 s ago")
          .withMessageContaining("remove ");
      first.check();
    }
    open().close();
    assertThat(names(folder)).isEmpty();
  }

  private Path lease(String host, long process, long processStart) throws IOException {
    return lease(Lease.own().owner(), host, Lease.own().processSpace(), process, processStart);
  }

  private Path lease(String owner, String host, String space, long process, long processStart)
      throws IOException {
    Files.createDirectories(run());
    try (OutputStream out = Files.newOutputStream(run().resolve("lease.json"))) {
      new Lease("an-id", owner, host, space, process, processStart, null, 0).write(out);
    }
    return run().resolve("lease.json");
  }

  @Test
  void aLeaseWithoutASignOfLifeIsTakenOver() throws IOException {
    Path lease = lease("elsewhere", 1, 1);
    assertThatExceptionOfType(OutputInUseException.class)
        .isThrownBy(this::open)
        .withMessageContaining(
            Lease.own().owner() + " on elsewhere (process 1, since 1970-01-01T00:00:00Z)");
    long age = Lease.EXPIRY.toMillis();
    Files.setLastModifiedTime(
        lease, FileTime.fromMillis(System.currentTimeMillis() - age + 20_000));
    assertThatExceptionOfType(OutputInUseException.class).isThrownBy(this::open);
    Files.setLastModifiedTime(
        lease, FileTime.fromMillis(System.currentTimeMillis() - age - 20_000));
    open().close();
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void aLeaseOfADeadProcessOfThisHostIsTakenOver() throws IOException {
    Lease own = Lease.own();
    lease(own.host(), own.process(), own.processStart());
    assertThatExceptionOfType(OutputInUseException.class).isThrownBy(this::open);
    lease(own.host(), own.process(), own.processStart() - 60_000); // its number, used again
    open().close();
    lease(own.host(), Integer.MAX_VALUE, own.processStart());
    open().close();
    // the processes of other users may be hidden
    lease("somebody", own.host(), own.processSpace(), Integer.MAX_VALUE, own.processStart());
    assertThatExceptionOfType(OutputInUseException.class).isThrownBy(this::open);
  }

  /** One container does not see the processes of another that has the host's name as well. */
  @Test
  void aProcessInAnotherContainerMayLive() throws IOException {
    Lease own = Lease.own();
    lease(own.owner(), own.host(), "pid:[1]", Integer.MAX_VALUE, 1);
    assertThatExceptionOfType(OutputInUseException.class).isThrownBy(this::open);
  }

  /** A file that says nothing is that of somebody who is just writing it, for a while. */
  @Test
  void aLeaseThatCannotBeReadIsSomebodys() throws IOException {
    for (String text : List.of("", "{\"id\": ", "[]", "null", "\u0000")) {
      Files.createDirectories(run());
      Path lease = run().resolve("lease.json");
      Files.write(lease, text.getBytes(StandardCharsets.UTF_8));
      assertThatExceptionOfType(OutputInUseException.class)
          .isThrownBy(this::open)
          .withMessageContaining("another run");
      Files.setLastModifiedTime(lease, FileTime.fromMillis(0));
      open().close();
    }
  }

  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
