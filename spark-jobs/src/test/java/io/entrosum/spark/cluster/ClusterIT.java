package io.entrosum.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Trainings on a real cluster that loses machines, connections and drivers write the bytes that
 * they write undisturbed.
 */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterIT {
  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** The iteration after which things go wrong. */
  private static final String MIDDLE = "iteration   8 ";

  @SuppressWarnings("ImmutableEnumChecker") // it is
  private enum Training {
    MIXTURE(
        "model.components=6",
        "training.tolerance=0",
        "training.max-iterations=40",
        "training.checkpoint-interval=5"),
    SPARSE_CODING(
        "model.type=sparse-coding",
        "model.latent-dimensions=12",
        "training.tolerance=0",
        "training.max-iterations=20",
        "training.checkpoint-interval=5");

    private final List<String> settings;

    Training(String... settings) {
      this.settings = List.of(settings);
    }
  }

  private final Map<Training, byte[]> undisturbed = new EnumMap<>(Training.class);
  private ContainerCluster cluster;

  @BeforeAll
  void start() throws Exception {
    cluster = new ContainerCluster();
    Submission generated =
        cluster.submit(
            "generate", "bars", "--rows", "30000", "--partitions", "4", "--output", path("bars"));
    assertThat(generated.await(LIMIT)).as(generated.log()).isZero();
    for (Training training : Training.values()) {
      undisturbed.put(training, finished(train(training, training + "-undisturbed")));
    }
  }

  @AfterAll
  void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static String path(String name) {
    return "hdfs://namenode:8020/" + name;
  }

  private record Run(Submission driver, String output) {}

  private Run train(Training training, String output) {
    List<String> settings = new ArrayList<>(training.settings);
    settings.addAll(
        List.of(
            "input.path=" + path("bars"),
            "input.format=parquet",
            "input.features=[features]",
            "input.partitions=4",
            "output.path=" + path(output),
            "output.mode=resume"));
    List<String> arguments = new ArrayList<>(List.of("train"));
    settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return new Run(cluster.submit(arguments.toArray(String[]::new)), output);
  }

  /** The bytes of the model that a training writes; nothing else is left of it. */
  private byte[] finished(Run run) throws IOException, InterruptedException {
    assertThat(run.driver.await(LIMIT)).as(run.driver.log()).isZero();
    FileSystem fileSystem = FileSystem.get(cluster.hadoop());
    assertThat(
            Arrays.stream(fileSystem.listStatus(new Path("/")))
                .map(status -> status.getPath().getName())
                .filter(name -> name.startsWith(run.output)))
        .containsExactly(run.output);
    try (InputStream in = fileSystem.open(new Path("/" + run.output + "/model.safetensors"))) {
      return in.readAllBytes();
    }
  }

  private void assertUndisturbed(Training training, Run run) throws Exception {
    assertThat(finished(run)).isEqualTo(undisturbed.get(training));
  }

  /** The different values of the group of a pattern. */
  private static Set<String> matches(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  /** A machine is lost: a worker, and a data node with one of the two copies of all blocks. */
  @ParameterizedTest
  @EnumSource(Training.class)
  void aLostMachineChangesNothing(Training training) throws Exception {
    Run run = train(training, training + "-lost");
    run.driver.awaitText(MIDDLE, LIMIT);
    cluster.kill("worker1");
    try {
      assertUndisturbed(training, run);
      assertThat(run.driver.log()).contains("Lost executor");
    } finally {
      cluster.replaceWorker("worker1");
    }
  }

  /** A machine is cut off: it still computes, and nobody hears of it. */
  @ParameterizedTest
  @EnumSource(Training.class)
  void aMachineThatIsCutOffChangesNothing(Training training) throws Exception {
    Run run = train(training, training + "-cut-off");
    run.driver.awaitText(MIDDLE, LIMIT);
    cluster.cutOff("worker2");
    try {
      assertUndisturbed(training, run);
      assertThat(run.driver.log()).contains("Lost executor");
    } finally {
      cluster.kill("worker2");
      cluster.replaceWorker("worker2");
    }
  }

  @Test
  void aNameNodeThatDoesNotAnswerForAWhileChangesNothing() throws Exception {
    Run run = train(Training.SPARSE_CODING, "paused");
    run.driver.awaitText(MIDDLE, LIMIT);
    cluster.pause("namenode", Duration.ofSeconds(20));
    assertUndisturbed(Training.SPARSE_CODING, run);
  }

  /** Killed drivers leave a lease that only time ends, since they were in another container. */
  @Test
  void killedAndStoppedDriversAreResumed() throws Exception {
    Run killed = train(Training.MIXTURE, "killed");
    killed.driver.awaitText(MIDDLE, LIMIT);
    killed.driver.kill();
    killed.driver.await(LIMIT);
    Instant expired = Instant.now().plusSeconds(95);
    Run second = train(Training.MIXTURE, "killed"); // nobody can tell yet that it is dead
    assertThat(second.driver.await(LIMIT)).as(second.driver.log()).isEqualTo(5);
    assertThat(second.driver.log()).contains("spark on driver");

    Run other = train(Training.MIXTURE, "other"); // nobody else has to wait
    assertUndisturbed(Training.MIXTURE, other);
    assertThat(matches(other.driver.log(), "Finished task .* on (\\S+) \\(executor")).hasSize(2);
    Thread.sleep(Math.max(0, Duration.between(Instant.now(), expired).toMillis()));

    Run stopped = train(Training.MIXTURE, "killed");
    stopped.driver.awaitText("going on from the checkpoint", LIMIT);
    stopped.driver.terminate();
    assertThat(stopped.driver.await(Duration.ofSeconds(30))).isEqualTo(143);
    assertUndisturbed(Training.MIXTURE, train(Training.MIXTURE, "killed"));
  }
}
