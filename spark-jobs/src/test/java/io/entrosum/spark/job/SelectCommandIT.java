package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectCommandIT {
  private static final Path EXAMPLES = Path.of("../conf/examples");

  @TempDir Path folder;

  @BeforeAll
  static void spark() {
    SharedSpark.session();
  }

  private CommandRun run(String command, String... settings) {
    List<String> args =
        new ArrayList<>(
            List.of(
                command,
                "--config",
                EXAMPLES.resolve("faithful-mixture.conf").toString(),
                "--set",
                "input.path=" + EXAMPLES.resolve("data/faithful.csv"),
                "--set",
                "output.path=" + folder.resolve("model")));
    for (String setting : settings) {
      args.add("--set");
      args.add(setting);
    }
    return CommandRun.of(args.toArray(String[]::new));
  }

  private JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(Files.readString(folder.resolve("model").resolve(file)));
  }

  private static int passes(JsonNode selection) {
    return selection.path("passes").asInt();
  }

  /** mclust chooses two components of Old Faithful by BIC, and so does everybody else. */
  @Test
  void twoComponentsOfOldFaithfulByBicAndByIclInSharedPasses() throws IOException {
    int iterations = 0;
    for (String criterion : List.of("bic", "icl")) {
      CommandRun run = run("select", "select.components=1..9", "select.criterion=" + criterion);
      assertThat(run.code()).isZero();
      JsonNode selection = json("selection.json");
      assertThat(selection.path("candidates")).hasSize(9);
      int longest = 0;
      iterations = 0;
      for (JsonNode candidate : selection.path("candidates")) {
        assertThat(candidate.path("chosen").asBoolean())
            .isEqualTo(candidate.path("components").asInt() == 2);
        iterations += candidate.path("iterations").asInt();
        longest = Math.max(longest, candidate.path("iterations").asInt());
      }
      assertThat(run.out())
          .contains(
              "* chosen by " + criterion + "; " + passes(selection) + " passes over the data");
      // the longest training, and at most 20 passes for the profile, the starts and the last bound
      assertThat(passes(selection)).isBetween(longest, longest + 20).isLessThan(iterations);
      assertThat(json("summary.json").path("logLikelihood").asDouble())
          .isCloseTo(-1130.263960, within(1e-5));
    }
    assertThat(CommandRun.of("inspect", folder.resolve("model").toString()).out())
        .startsWith("mixture of 2 gaussians");
  }

  @Test
  void shapesAndTheBoundOfRowsHeldOut() throws IOException {
    CommandRun run =
        run(
            "select",
            "select.components=[1, 2]",
            "select.covariance=[full, spherical]",
            "select.criterion=held-out");
    assertThat(run.code()).isZero();
    JsonNode candidates = json("selection.json").path("candidates");
    double best = Double.NEGATIVE_INFINITY;
    double chosen = Double.NaN;
    for (JsonNode candidate : candidates) {
      double bound = candidate.path("heldOutBound").asDouble();
      best = Math.max(best, bound);
      chosen = candidate.path("chosen").asBoolean() ? bound : chosen;
    }
    assertThat(candidates).hasSize(4);
    assertThat(chosen).isEqualTo(best);
    assertThat(json("summary.json").path("rows").asInt()).isBetween(180, 250); // the rest of 272
  }

  @Test
  void onlyTheDefaultStartIsShared() {
    CommandRun run = run("select", "training.init=random");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.error())
        .isEqualTo("entrosum: training.init: must be k-means++ for select but was random");
  }
}
