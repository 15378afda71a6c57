package io.entrosum.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.faults.KilledTraining.Aim;
import io.entrosum.spark.faults.KilledTraining.Kill;
import io.entrosum.spark.job.Main;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The command {@code train} with {@code output.mode = resume}, killed with SIGKILL and started
 * again until it is done, writes the bytes of the one that nobody disturbed. It is killed at random
 * times of its start and of its iterations, and at random file operations, half of which is done.
 *
 * <p>{@code -Dentrosum.test.driver-kills=17} kills each kind of model that often, {@code
 * -Dentrosum.test.seed} at other moments.
 */
class KilledDriverIT {
  private static final int KILLS = Integer.getInteger("entrosum.test.driver-kills", 3);
  private static final long SEED = Long.getLong("entrosum.test.seed", 1);

  /** So many kills meet every aim. */
  private static final int MANY = 6;

  private static final List<Aim> AIMS =
      List.of(Aim.PASSES, Aim.CHECKPOINT, Aim.PUBLICATION, Aim.START, Aim.ANY, Aim.PASSES);

  /** What is trained. */
  @SuppressWarnings("ImmutableEnumChecker") // it is
  private enum Training {
    MIXTURE(
        "training.max-iterations=25",
        "training.tolerance=0",
        "model.components=4",
        "training.restarts=2"),
    FACTORS(
        "training.max-iterations=50",
        "training.tolerance=0",
        "model.type=factor-analysis",
        "model.latent-dimensions=3",
        "model.method=passes"),
    SPARSE_CODING(
        "training.max-iterations=50",
        "training.tolerance=0",
        "model.type=sparse-coding",
        "model.latent-dimensions=12");

    private final List<String> settings;

    Training(String... settings) {
      this.settings = List.of(settings);
    }

    List<String> settings(Path data) {
      List<String> all = new ArrayList<>(settings);
      all.add("input.path=" + data);
      all.add("input.format=parquet");
      all.add("input.features=[features]");
      all.add("training.checkpoint-interval=5");
      return all;
    }
  }

  @ParameterizedTest
  @EnumSource(Training.class)
  void killedAtAnyMomentItEndsWithTheSameBytes(Training training, @TempDir Path folder)
      throws Exception {
    Path data = folder.resolve("bars");
    String[] generate = {"generate", "bars", "--rows", "4000", "--output", data.toString()};
    assertThat(Main.run(generate, System.err, System.err)).isZero();
    KilledTraining runs =
        new KilledTraining(folder, training.settings(data), SEED + training.name().hashCode());
    Deque<Aim> aims = new ArrayDeque<>();
    while (aims.size() < KILLS) {
      aims.add(AIMS.get(aims.size() % AIMS.size()));
    }
    List<Kill> kills = new ArrayList<>();
    int complete = 0;
    for (int run = 1; kills.size() < KILLS; run++) {
      assertThat(run).as("runs, %s", kills).isLessThan(5 * KILLS + 20);
      Kill kill = runs.kill(aims.getFirst());
      if (kill != null) {
        kills.add(kill);
        System.err.printf("%s: killed: %s %s%n", training, kill.phase(), kill.operation());
        if (aims.getFirst().isMetBy(kill.phase())) {
          aims.removeFirst();
        } // else it comes again, and the last one never
      }
      complete += runs.takeOutput("after " + kill) ? 1 : 0;
    }
    runs.finish();
    assertThat(runs.takeOutput("in the end")).isTrue();
    Map<Phase, Integer> phases = new EnumMap<>(Phase.class);
    kills.forEach(kill -> phases.merge(kill.phase(), 1, Integer::sum));
    System.err.printf(
        "%s: killed %d times: %s of %d file operations; complete %d times, always the same bytes%n",
        training, KILLS, phases, runs.operations(Aim.ANY), complete + 1);
    if (KILLS >= MANY) {
      assertThat(phases)
          .containsKeys(Phase.START, Phase.PASSES, Phase.CHECKPOINT, Phase.PUBLICATION);
    }
  }
}
