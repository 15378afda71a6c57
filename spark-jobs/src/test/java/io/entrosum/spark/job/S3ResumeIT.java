package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.SharedSpark;
import io.entrosum.spark.faults.ForkedDriver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code output.mode = resume} where renames are copies, and one was interrupted. */
@Timeout(180)
class S3ResumeIT {
  private static S3Server server;
  private static FileSystem s3;
  private static Map<String, String> expected;

  private String key;
  private String folder;

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server("bucket");
    Configuration ofSession = SharedSpark.session().sparkContext().hadoopConfiguration();
    server.settings().forEach(ofSession::set);
    Configuration configuration = new Configuration();
    server.settings().forEach(configuration::set);
    s3 = new Path("s3a://bucket/").getFileSystem(configuration);
    try (OutputStream stream = s3.create(new Path("s3a://bucket/data.csv"), true)) {
      stream.write(TwoGroups.csv().getBytes(StandardCharsets.UTF_8));
    }
    List<String> arguments = arguments("s3a://bucket/undisturbed");
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    expected = files("s3a://bucket/undisturbed");
    assertThat(expected.keySet())
        .containsExactly(
            "m/MANIFEST.json",
            "m/model.safetensors",
            "m/report.html",
            "m/summary.json",
            "m/trace.jsonl");
  }

  @AfterAll
  static void stop() throws Exception {
    Configuration ofSession = SharedSpark.session().sparkContext().hadoopConfiguration();
    server.settings().keySet().forEach(ofSession::unset);
    FileSystem.closeAll();
    server.close();
  }

  @BeforeEach
  void ownFolder(TestInfo test) {
    key = test.getTestMethod().orElseThrow().getName();
    folder = "s3a://bucket/" + key;
  }

  @AfterEach
  void accept() {
    server.refuse(change -> false);
  }

  private static List<String> arguments(String folder, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    List<String> settings = new ArrayList<>();
    settings.add("input.path=s3a://bucket/data.csv");
    settings.add("input.options.header=true");
    settings.add("training.checkpoint-interval=1");
    settings.add("output.path=" + folder + "/m");
    settings.add("output.mode=resume");
    settings.addAll(List.of(more));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return arguments;
  }

  private static List<String> options() {
    List<String> options = new ArrayList<>(List.of("-Dspark.master=local[2]"));
    server.settings().forEach((name, value) -> options.add("-Dspark.hadoop." + name + "=" + value));
    return options;
  }

  private CommandRun train(String... more) {
    return CommandRun.of(arguments(folder, more).toArray(String[]::new));
  }

  /** Every file with its content, by its path below a folder. */
  private static Map<String, String> files(String folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    RemoteIterator<LocatedFileStatus> all = s3.listFiles(new Path(folder), true);
    while (all.hasNext()) {
      Path path = all.next().getPath();
      try (InputStream stream = s3.open(path)) {
        files.put(
            path.toString().substring(folder.length() + 1),
            new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  private void isComplete(CommandRun run) throws IOException {
    assertThat(run.code()).as(run.err()).isZero();
    Map<String, String> found = files(folder);
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    assertThat(found.get("m/model.safetensors")).isEqualTo(expected.get("m/model.safetensors"));
  }

  private void interrupt(String file, String... more) throws IOException {
    server.refuse(change -> change.equals(key + "/m/" + file));
    CommandRun run = train(more);
    assertThat(run.code()).as(run.err()).isEqualTo(6);
    server.refuse(change -> false);
    assertThat(files(folder)).doesNotContainKey("m/MANIFEST.json");
  }

  /** By an error: once at the last file, then, resumed, in the midst of it; with what differs. */
  @Test
  void anInterruptedPublicationIsReplaced() throws IOException {
    interrupt("MANIFEST.json");
    assertThat(files(folder)).containsKeys("m/model.safetensors", "m/summary.json");
    interrupt("trace.jsonl");
    CommandRun run = train();
    assertThat(run.err()).contains("going on from the checkpoint").doesNotContain("warning");
    isComplete(run);
  }

  /** The same without a checkpoint: by the record of the publication alone. */
  @Test
  void anInterruptedPublicationIsReplacedWithoutCheckpoints() throws IOException {
    interrupt("MANIFEST.json", "training.checkpoint-interval=0");
    isComplete(train("training.checkpoint-interval=0"));
  }

  /** By SIGKILL, at each of the files that are published. */
  @Test
  void aKilledPublicationIsReplaced(@TempDir java.nio.file.Path local) throws Exception {
    for (String file : List.of("summary.json", "MANIFEST.json")) {
      java.nio.file.Path own = java.nio.file.Files.createDirectories(local.resolve(file));
      try (ForkedDriver driver =
          ForkedDriver.start(own, Main.class, options(), arguments(folder))) {
        server.refuse(
            change -> {
              boolean now = change.equals(key + "/m/" + file);
              if (now) {
                driver.process().destroyForcibly(); // SIGKILL
                driver.process().onExit().join();
              }
              return now;
            });
        assertThat(driver.await(Duration.ofMinutes(2))).as(driver.errors()).isEqualTo(128 + 9);
      }
      server.refuse(change -> false);
      assertThat(files(folder))
          .containsKeys("m.run/lease.json", "m.run/publication.json")
          .doesNotContainKey("m/MANIFEST.json");
    }
    assertThat(files(folder)).containsKey("m/model.safetensors");
    isComplete(train());
  }

  @Test
  void strangersFilesStay() throws IOException {
    interrupt("MANIFEST.json");
    Map<String, String> before = files(folder);
    for (String name : List.of("notes.txt", "summary.json", "sub/model.safetensors")) {
      Path stranger = new Path(folder + "/m", name);
      try (OutputStream stream = s3.create(stranger, true)) {
        stream.write("mine".getBytes(StandardCharsets.UTF_8));
      }
      Map<String, String> with = files(folder);
      CommandRun run = train();
      assertThat(run.error())
          .isEqualTo(
              "entrosum: output.path: "
                  + folder
                  + "/m exists (choose another, or set output.mode to overwrite)");
      assertThat(run.code()).isEqualTo(5);
      assertThat(files(folder)).isEqualTo(with);
      s3.delete(new Path(folder + "/m", name.replaceFirst("/.*", "")), true);
      String ours = before.get("m/" + name);
      if (ours != null) {
        try (OutputStream stream = s3.create(stranger, true)) {
          stream.write(ours.getBytes(StandardCharsets.ISO_8859_1));
        }
      }
    }
    assertThat(files(folder)).isEqualTo(before);
    isComplete(train());
  }

  /** Nor are files replaced that a run of another configuration left. */
  @Test
  void filesOfAnotherRunStay() throws IOException {
    interrupt("MANIFEST.json");
    Map<String, String> before = files(folder);
    CommandRun run = train("model.components=3");
    assertThat(run.error()).contains(folder + "/m exists");
    assertThat(run.code()).isEqualTo(5);
    assertThat(files(folder)).isEqualTo(before);
    isComplete(train());
  }
}
