package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.SharedSpark;
import io.entrosum.spark.storage.ModelStorage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedAction;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.logging.log4j.core.Appender;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands on a real HDFS: a name node and a data node in this virtual machine. */
@Timeout(120)
class HdfsIT {
  @TempDir static java.nio.file.Path disk;

  private static MiniDFSCluster cluster;
  private static DistributedFileSystem hdfs;

  private String folder;

  @BeforeAll
  static void start() throws IOException {
    SharedSpark.session();
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, disk.toString());
    configuration.setLong("dfs.namenode.fs-limits.min-block-size", 1 << 10);
    configuration.setLong("dfs.blocksize", 1 << 16);
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    cluster.waitActive();
    hdfs = cluster.getFileSystem();
    write(new Path("/data.csv"), TwoGroups.csv());
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.shutdown(true);
    }
  }

  @BeforeEach
  void ownFolder(TestInfo test) throws IOException {
    Path path = new Path("/" + test.getTestMethod().orElseThrow().getName());
    hdfs.mkdirs(path);
    folder = hdfs.makeQualified(path).toString();
  }

  private static void write(Path path, String text) throws IOException {
    try (OutputStream stream = hdfs.create(path, true)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String input() {
    return "input.path=" + hdfs.makeQualified(new Path("/data.csv"));
  }

  private CommandRun run(String command, String... more) {
    List<String> args = new java.util.ArrayList<>(List.of(command));
    args.addAll(List.of("--set", input(), "--set", "input.options.header=true"));
    args.addAll(Arrays.asList(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  private CommandRun train(String... more) {
    List<String> args = new java.util.ArrayList<>(List.of("--set", "output.path=" + folder + "/m"));
    args.addAll(Arrays.asList(more));
    return run("train", args.toArray(String[]::new));
  }

  private List<String> names(String path) throws IOException {
    return Arrays.stream(hdfs.listStatus(new Path(path)))
        .map(FileStatus::getPath)
        .map(Path::getName)
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static void refused(CommandRun run, String line) {
    assertThat(run.error()).startsWith("entrosum: output.path: cannot ").contains(line);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(6);
  }

  @Test
  void allCommandsWorkOnIt() throws IOException {
    write(
        new Path(folder, "job.conf"),
        "input { path = \"%s/data.csv\", options { header = true } }\noutput.path = \"%s/m\"\n"
            .formatted(hdfs.getUri(), folder));
    String[] config = {"--config", folder + "/job.conf"};
    CommandRun trained = CommandRun.of("train", config[0], config[1]);
    assertThat(trained.code()).as(trained.err()).isZero();
    assertThat(trained.out()).endsWith("model written to " + folder + "/m\n");
    assertThat(names(folder)).containsExactly("job.conf", "m");
    assertThat(names(folder + "/m"))
        .containsExactly(
            "MANIFEST.json", "model.safetensors", "report.html", "summary.json", "trace.jsonl");
    assertThat(ModelStorage.load(folder + "/m", new Configuration()).columns())
        .containsExactly("a", "b");

    CommandRun again = CommandRun.of("train", config[0], config[1]);
    assertThat(again.code()).isEqualTo(5);
    assertThat(again.error())
        .isEqualTo(
            "entrosum: output.path: "
                + folder
                + "/m exists (choose another, or set output.mode to overwrite)");

    String model = folder + "/m";
    CommandRun evaluated = CommandRun.of("evaluate", config[0], config[1], "--model", model);
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    CommandRun scored =
        run("score", "--model", model, "--set", "output.path=" + folder + "/scored");
    assertThat(scored.code()).as(scored.err()).isZero();
    assertThat(SharedSpark.session().read().parquet(folder + "/scored").count()).isEqualTo(40);
    CommandRun inspected = CommandRun.of("inspect", model);
    assertThat(inspected.code()).as(inspected.err()).isZero();
    assertThat(names(folder)).containsExactly("job.conf", "m", "scored");
  }

  @Test
  void overwritingReplaces() throws IOException {
    assertThat(train().code()).isZero();
    String[] overwrite = {"--set", "output.mode=overwrite", "--set", "model.components=3"};
    assertThat(train(overwrite).code()).isZero();
    assertThat(names(folder)).containsExactly("m");
    assertThat(CommandRun.of("inspect", folder + "/m").out()).contains("mixture of 3");
  }

  @Test
  void aMissingPermissionIsSeenBeforeTheTraining() throws IOException {
    hdfs.setPermission(new Path(folder), new FsPermission((short) 0755));
    CommandRun run =
        UserGroupInformation.createRemoteUser("guest")
            .doAs((PrivilegedAction<CommandRun>) () -> train());
    refused(run, folder + "/m: Permission denied: user=guest, access=WRITE");
    assertThat(names(folder)).isEmpty();
  }

  /** One line, and none in the log for what follows from it. */
  @Test
  void aRefusedWriteIsSaidOnce() throws IOException {
    assertThat(train().code()).isZero();
    hdfs.setPermission(new Path(folder), new FsPermission((short) 0755));
    StringWriter log = new StringWriter();
    Appender appender = LogCapture.start(log);
    try {
      for (String command : List.of("score", "train")) {
        CommandRun run =
            UserGroupInformation.createRemoteUser("guest")
                .doAs(
                    (PrivilegedAction<CommandRun>)
                        () ->
                            run(
                                command,
                                "--set",
                                "score.model=" + folder + "/m",
                                "--set",
                                "output.path=" + folder + "/other"));
        refused(run, folder + "/other: Permission denied: user=guest, access=WRITE");
      }
    } finally {
      LogCapture.stop(appender);
    }
    assertThat(log.toString()).isEmpty();
    assertThat(names(folder)).containsExactly("m");
  }

  @Test
  void aModelThatMayNotBeReadIsAStorageError() throws IOException {
    assertThat(train().code()).isZero();
    hdfs.setPermission(new Path(folder, "m/model.safetensors"), new FsPermission((short) 0600));
    CommandRun run =
        UserGroupInformation.createRemoteUser("guest")
            .doAs((PrivilegedAction<CommandRun>) () -> CommandRun.of("inspect", folder + "/m"));
    assertThat(run.error()).contains("cannot read the model " + folder + "/m: Permission denied");
    assertThat(run.code()).isEqualTo(6);
  }

  @Test
  @SuppressWarnings("deprecation") // the method that Hadoop 3.3 has, too
  void safeModeIsSeenBeforeTheTraining() throws IOException {
    hdfs.setSafeMode(SafeModeAction.SAFEMODE_ENTER);
    try {
      long start = System.nanoTime();
      refused(train(), folder + "/m: " + hdfs.getUri() + " is in safe mode and takes no writes");
      assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    } finally {
      hdfs.setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
    }
    assertThat(names(folder)).isEmpty();
  }

  @Test
  void aFullQuotaIsSeenBeforeTheTraining() throws IOException {
    hdfs.setQuota(new Path(folder), HdfsConstants.QUOTA_DONT_SET, 1 << 10);
    StringWriter log = new StringWriter();
    Appender appender = LogCapture.start(log);
    try {
      refused(train(), folder + "/m: The DiskSpace quota of ");
    } finally {
      LogCapture.stop(appender);
    }
    assertThat(log.toString()).doesNotContain("cannot remove", "entrosum");
    assertThat(names(folder)).isEmpty();
  }

  /** Room for two small files with their blocks, which the write test passes, and no more. */
  @Test
  void aQuotaThatFillsUpLeavesNoModel() throws IOException {
    assertThat(train().code()).isZero();
    long used = hdfs.getContentSummary(new Path(folder)).getSpaceConsumed();
    long block = hdfs.getDefaultBlockSize(new Path(folder));
    hdfs.setQuota(new Path(folder), HdfsConstants.QUOTA_DONT_SET, used + block + 4096);
    CommandRun run = train("--set", "output.mode=overwrite", "--set", "model.components=3");
    assertThat(run.error())
        .startsWith("entrosum: output.path: cannot write " + folder + "/m: The DiskSpace quota");
    assertThat(run.code()).isEqualTo(6);
    assertThat(names(folder)).containsExactly("m");
    assertThat(CommandRun.of("inspect", folder + "/m").out()).contains("mixture of 2");
  }

  @Test
  void rowsThatDoNotFitAreAStorageError() throws IOException {
    assertThat(train().code()).isZero();
    long used = hdfs.getContentSummary(new Path(folder)).getSpaceConsumed();
    long block = hdfs.getDefaultBlockSize(new Path(folder));
    hdfs.setQuota(new Path(folder), HdfsConstants.QUOTA_DONT_SET, used + block + 4096);
    CommandRun run =
        run(
            "score",
            "--model",
            folder + "/m",
            "--set",
            "input.partitions=4",
            "--set",
            "output.path=" + folder + "/scored");
    assertThat(run.error())
        .startsWith(
            "entrosum: output.path: cannot write rows to " + folder + "/scored: The DiskSpace");
    assertThat(run.code()).isEqualTo(6);
    assertThat(names(folder)).containsExactly("m");
  }
}
