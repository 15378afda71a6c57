package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrosum.io.ModelFile;
import io.entrosum.spark.SharedSpark;
import io.entrosum.spark.ml.MixtureModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Penguins with two groups of measurements, one measurement that is in none, and a category. */
class GroupsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GROUPS =
      "model.groups={size={columns=[beak_depth_mm, beak_length_mm]},"
          + " body={columns=[body_mass_g], covariance=diagonal}}";

  @TempDir static Path folder;
  private static Path model;

  @BeforeAll
  static void train() {
    SharedSpark.session();
    model = folder.resolve("model");
    CommandRun run = train(model, GROUPS);
    assertThat(run.err()).doesNotContain("entrosum:");
    assertThat(run.code()).isZero();
  }

  private static CommandRun run(String command, String... settings) {
    List<String> args =
        new ArrayList<>(List.of(command, "--config", "../conf/examples/penguins-mixture.conf"));
    List<String> all =
        new ArrayList<>(
            List.of(
                "input.path=../conf/examples/data/penguins.csv",
                "model.columns={sex=categorical}",
                "training.tolerance=1e-10",
                "training.max-iterations=2000",
                "training.restarts=2"));
    all.addAll(List.of(settings));
    for (String setting : all) {
      args.add("--set");
      args.add(setting);
    }
    return CommandRun.of(args.toArray(String[]::new));
  }

  private static CommandRun train(Path output, String... settings) {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("output.path=" + output);
    return run("train", all.toArray(String[]::new));
  }

  private static JsonNode summary(Path of) throws IOException {
    return JSON.readTree(Files.readString(of.resolve("summary.json")));
  }

  @Test
  void theSummarySaysWhatWasFitted() throws IOException {
    JsonNode summary = summary(model);
    assertThat(summary.path("stopReason").asText()).isEqualTo("CONVERGED");
    // weights 2, flipper 3 * 2, size 3 * 5, mass 3 * 2, two sexes 3
    assertThat(summary.path("parameters").asInt()).isEqualTo(32);
    assertThat(summary.path("gap").asDouble()).isCloseTo(0, within(1e-4));
    assertThat(summary.path("groups").toString())
        .isEqualTo(
            "{\"body\":{\"columns\":[\"body_mass_g\"],\"covariance\":\"diagonal\"},"
                + "\"size\":{\"columns\":[\"beak_length_mm\",\"beak_depth_mm\"],"
                + "\"covariance\":\"full\"}}");
    for (String line : Files.readAllLines(model.resolve("trace.jsonl"))) {
      JsonNode iteration = JSON.readTree(line);
      double bound = iteration.path("bound").asDouble();
      assertThat(iteration.path("entropySum").asDouble())
          .isCloseTo(bound, within(1e-12 * Math.abs(bound)));
    }
  }

  @Test
  void inspectShowsEachGroup() throws IOException {
    assertThat(CommandRun.of("inspect", model.toString()).out())
        .startsWith(
            "mixture of 3 components, full covariance, 2 groups, 5 columns (1 categorical, 4"
                + " gaussian), 32 free parameters")
        .contains("  group      body (diagonal: body_mass_g)\n")
        .contains("  group      size (full: beak_length_mm, beak_depth_mm)\n");
    JsonNode json = JSON.readTree(CommandRun.of("inspect", "--json", model.toString()).out());
    assertThat(json.path("covariance").asText()).isEqualTo("full");
    assertThat(json.path("groups").path("body").path("covariance").asText()).isEqualTo("diagonal");
    assertThat(json.path("means.size").get(2).size()).isEqualTo(2);
    assertThat(json.path("tensors").path("covariances.size").toString()).isEqualTo("[3,2,2]");
    assertThat(json.has("covariances.size")).isFalse();
    JsonNode full =
        JSON.readTree(CommandRun.of("inspect", "--json", "--full", model.toString()).out());
    assertThat(full.path("covariances.body").get(0).get(0).asDouble()).isPositive();
  }

  @Test
  void theModelIsTheSameAfterItIsLoaded() throws IOException {
    CommandRun run = run("evaluate", "score.model=" + model);
    assertThat(run.code()).isZero();
    assertThat(JSON.readTree(run.out()).path("bound").asDouble())
        .isCloseTo(summary(model).path("bound").asDouble(), within(1e-12));
    byte[] bytes = Files.readAllBytes(model.resolve("model.safetensors"));
    assertThat(ModelFile.read(bytes, "model").toBytes()).isEqualTo(bytes);
    MixtureModel loaded = MixtureModel.fromFolder(model.toString());
    assertThat(loaded.gaussianColumns())
        .containsExactly("flipper_length_mm", "body_mass_g", "beak_length_mm", "beak_depth_mm");
    Matrix covariance = loaded.gaussians()[0].cov();
    assertThat(covariance.apply(2, 3)).isNotZero().isEqualTo(covariance.apply(3, 2));
    assertThat(covariance.apply(1, 2)).isZero();
    assertThat(covariance.apply(1, 1))
        .isEqualTo(loaded.parameters("body_mass_g").get("variance")[0]);
  }

  @Test
  void trainingGoesOnFromTheModel() throws IOException {
    String[] from = {"training.init=model", "training.initial-model=" + model};
    Path second = folder.resolve("second");
    assertThat(train(second, from).code()).isZero();
    assertThat(summary(second).path("groups")).isEqualTo(summary(model).path("groups"));
    assertThat(summary(second).path("bound").asDouble())
        .isCloseTo(summary(model).path("bound").asDouble(), within(1e-6));
    assertThat(train(folder.resolve("same"), GROUPS, from[0], from[1]).code()).isZero();
    fails(
        train(folder.resolve("x"), "model.groups.body.columns=body_mass_g", from[0], from[1]),
        "model.groups: must be those of the initial model, body (diagonal: body_mass_g), size"
            + " (full: beak_length_mm, beak_depth_mm), but were body (full: body_mass_g) (leave"
            + " model.groups out to take them)");
  }

  @Test
  void validateSaysWhatIsInEachGroup() {
    CommandRun run = run("validate", GROUPS, "output.path=" + folder.resolve("x"));
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("mixture of 3 components, full covariance, covariance floor 1e-06")
        .contains(
            "groups       body (diagonal: body_mass_g), size (full: beak_length_mm,"
                + " beak_depth_mm)")
        .contains("parameters   38 free");
    run =
        run(
            "validate",
            "model.groups.all.columns=[flipper_length_mm, body_mass_g, beak_length_mm,"
                + " beak_depth_mm]",
            "model.columns=null",
            "output.path=" + folder.resolve("x"));
    assertThat(run.out()).contains("mixture of 3 gaussians, covariance floor 1e-06");
  }

  @Test
  void selectTriesCovariancesWhereAGroupNamesNone() throws IOException {
    Path chosen = folder.resolve("chosen");
    CommandRun run =
        run("select", GROUPS, "select.covariance=[full, spherical]", "output.path=" + chosen);
    assertThat(run.code()).isZero();
    JsonNode candidates =
        JSON.readTree(Files.readString(chosen.resolve("selection.json"))).path("candidates");
    assertThat(candidates.get(0).path("parameters").asInt()).isEqualTo(32);
    // size has 3 variances in place of 9 numbers; one column has one in either shape
    assertThat(candidates.get(1).path("parameters").asInt()).isEqualTo(26);
  }

  private static void fails(CommandRun run, String line) {
    assertThat(run.error()).isEqualTo("entrosum: " + line);
    assertThat(run.code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{body={columns=[body_mas_g]}} | .body: no feature body_mas_g, did you mean body_mass_g?"
            + " (features: beak_length_mm, beak_depth_mm, flipper_length_mm, body_mass_g, sex)",
        "{body={columns=[body_mass_g, sex]}} | .body: sex must be gaussian but is categorical"
            + " (leave it out of the group, or make it gaussian)",
        "{body={columns=[beak_depth_mm]}, size={columns=[beak_length_mm, beak_depth_mm]}} | .size:"
            + " column beak_depth_mm is in group body already (name it in one)",
      })
  void groupsThatDoNotFitTheColumnsAreRefused(String groups, String message) {
    fails(train(folder.resolve("x"), "model.groups=" + groups), "model.groups" + message);
  }
}
