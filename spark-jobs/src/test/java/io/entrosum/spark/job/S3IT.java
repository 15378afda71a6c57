package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.logging.log4j.core.Appender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands on an S3 server, through Hadoop's client. */
@Timeout(120)
class S3IT {
  private static S3Server server;
  private static FileSystem s3;

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

  private CommandRun run(Map<String, String> settings, String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command));
    settings.forEach(
        (name, value) -> args.addAll(List.of("--set", "spark.hadoop." + name + "=" + value)));
    args.addAll(Arrays.asList(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private CommandRun run(String command, String... more) {
    List<String> args = new ArrayList<>(Arrays.asList(more));
    args.addAll(
        List.of("--set", "input.path=s3a://bucket/data.csv", "--set", "input.options.header=true"));
    return run(server.settings(), command, args.toArray(String[]::new));
  }

  private CommandRun train(String... more) {
    List<String> args = new ArrayList<>(List.of("--set", "output.path=" + folder + "/m"));
    args.addAll(Arrays.asList(more));
    return run("train", args.toArray(String[]::new));
  }

  private String inspected() {
    return run(server.settings(), "inspect", folder + "/m").out();
  }

  private List<String> names(String path) throws IOException {
    return Arrays.stream(s3.listStatus(new Path(path)))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .sorted()
        .toList();
  }

  @Test
  void commandsWorkOnIt() throws IOException {
    CommandRun trained = train();
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(names(folder)).containsExactly("m");
    assertThat(names(folder + "/m"))
        .containsExactly(
            "MANIFEST.json", "model.safetensors", "report.html", "summary.json", "trace.jsonl");
    assertThat(train().code()).isEqualTo(5);
    CommandRun evaluated = run("evaluate", "--model", folder + "/m");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    CommandRun scored =
        run("score", "--model", folder + "/m", "--set", "output.path=" + folder + "/scored");
    assertThat(scored.code()).as(scored.err()).isZero();
    assertThat(SharedSpark.session().read().parquet(folder + "/scored").count()).isEqualTo(40);
    assertThat(names(folder)).containsExactly("m", "scored");
    assertThat(inspected()).contains("mixture of 2");
  }

  @Test
  void theManifestComesLastAndTheOldOneGoesFirst() throws IOException {
    assertThat(train().code()).isZero();
    server.changes().clear();
    CommandRun run = train("--set", "output.mode=overwrite", "--set", "model.components=3");
    assertThat(run.code()).as(run.err()).isZero();
    List<String> atTarget =
        server.changes().stream().filter(change -> change.contains(key + "/m/")).toList();
    assertThat(atTarget)
        .startsWith("-" + key + "/m/MANIFEST.json")
        .endsWith(key + "/m/MANIFEST.json")
        .contains(key + "/m/model.safetensors");
    assertThat(names(folder)).containsExactly("m");
    assertThat(inspected()).contains("mixture of 3");
  }

  @Test
  void whatIsInterruptedIsNoModel() throws IOException {
    assertThat(train().code()).isZero();
    server.refuse(change -> change.equals(key + "/m/summary.json"));
    CommandRun run = train("--set", "output.mode=overwrite");
    assertThat(run.error())
        .startsWith("entrosum: output.path: cannot write all of " + folder + "/m (the rest is in ");
    assertThat(run.code()).isEqualTo(6);
    CommandRun inspected = run(server.settings(), "inspect", folder + "/m");
    assertThat(inspected.error()).contains("MANIFEST.json");
    assertThat(inspected.code()).isNotZero();
  }

  @Test
  void theOldModelStaysIfItsManifestCannotBeDeleted() throws IOException {
    assertThat(train().code()).isZero();
    server.refuse(change -> change.equals("-" + key + "/m/MANIFEST.json"));
    CommandRun run = train("--set", "output.mode=overwrite", "--set", "model.components=3");
    assertThat(run.code()).isEqualTo(6);
    assertThat(names(folder)).containsExactly("m");
    assertThat(inspected()).contains("mixture of 2");
  }

  @Test
  void wrongCredentialsAreOneLineWithoutThem() {
    Map<String, String> wrong = new java.util.HashMap<>(server.settings());
    wrong.put("fs.s3a.secret.key", "wr0ng+Secret/Key");
    wrong.put("fs.s3a.impl.disable.cache", "true");
    CommandRun run =
        run(
            wrong,
            "train",
            "--set",
            "input.path=s3a://bucket/data.csv",
            "--set",
            "output.path=" + folder + "/m");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err())
        .startsWith("entrosum: output.path: cannot look at " + folder + "/m: ")
        .contains("403")
        .doesNotContain("wr0ng", S3Server.ACCESS_KEY);
    assertThat(run.code()).isEqualTo(6);
  }

  @Test
  void aBucketThatDoesNotExistIsNamed() {
    CommandRun run =
        train(
            "--set",
            "output.path=s3a://nowhere/m",
            "--set",
            "spark.hadoop.fs.s3a.bucket.nowhere.bucket.probe=2");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.error()).startsWith("entrosum: output.path: ").contains("s3a://nowhere/m");
    assertThat(run.code()).isEqualTo(6);
  }

  @Test
  void aServerThatDoesNotAnswerIsSaidSoon() {
    Map<String, String> dead = new java.util.HashMap<>(server.settings());
    dead.put("fs.s3a.endpoint", "http://127.0.0.1:1");
    dead.put("fs.s3a.impl.disable.cache", "true");
    long start = System.nanoTime();
    CommandRun run =
        run(
            dead,
            "train",
            "--set",
            "input.path=s3a://bucket/data.csv",
            "--set",
            "output.path=" + folder + "/m");
    assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
    assertThat(run.error()).startsWith("entrosum: output.path: ").contains("Connection refused");
    assertThat(run.code()).isEqualTo(6);
  }

  /** Keys come from a configuration file, and everything that any of the commands wrote is read. */
  @Test
  void noSecretIsWritten(@TempDir java.nio.file.Path local) throws IOException {
    StringWriter log = new StringWriter();
    Appender appender = LogCapture.start(log);
    String shown = "";
    try {
      StringBuilder config = new StringBuilder("spark {\n");
      server
          .settings()
          .forEach((name, value) -> config.append("hadoop.%s = \"%s\"\n".formatted(name, value)));
      config.append("}\ninput { path = \"s3a://bucket/data.csv\", options.header = true }\n");
      config.append("output.path = \"%s/m\"\n".formatted(folder));
      String file = CommandRun.write(local.resolve("job.conf"), config.toString()).toString();
      for (String command : List.of("validate", "train", "evaluate", "score", "train")) {
        List<String> args = new ArrayList<>(List.of(command, "--verbose", "--config", file));
        if (List.of("evaluate", "score").contains(command)) {
          args.addAll(List.of("--model", folder + "/m"));
        }
        if (command.equals("score")) {
          args.addAll(List.of("--set", "output.path=" + folder + "/scored"));
        }
        CommandRun run = CommandRun.of(args.toArray(String[]::new));
        shown += command + " " + run.code() + "\n" + run.out() + run.err();
      }
    } finally {
      LogCapture.stop(appender);
    }
    assertThat(shown)
        .contains("validate 0\n", "train 0\n", "evaluate 0\n", "score 0\n", "train 5\n");
    assertThat(shown + log).doesNotContain(S3Server.SECRET_KEY, S3Server.ACCESS_KEY);
    int files = 0;
    RemoteIterator<LocatedFileStatus> all = s3.listFiles(new Path(folder), true);
    while (all.hasNext()) {
      Path path = all.next().getPath();
      try (InputStream stream = s3.open(path)) {
        assertThat(new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1))
            .as(path.toString())
            .doesNotContain(S3Server.SECRET_KEY, S3Server.ACCESS_KEY);
      }
      files++;
    }
    assertThat(files).isGreaterThanOrEqualTo(6);
  }
}
