package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entrosum.spark.SharedSpark;
import io.entrosum.spark.ml.GaussianMixtureModel;
import io.entrosum.spark.storage.ModelPointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are compared, put into service, and found there. */
class PublishCommandIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Path data;

  @BeforeAll
  static void train() {
    SharedSpark.session();
    data = folder.resolve("data");
    assertThat(run("generate", "blobs", "--rows", "600", "--columns", "2", "--output", text(data)))
        .isEmpty();
    train("one", 1);
    train("three", 3);
  }

  private static void train(String name, int components, String... more) {
    List<String> args = new ArrayList<>(List.of("train"));
    args.addAll(input());
    args.addAll(
        List.of(
            "--set",
            "model.components=" + components,
            "--set",
            "output.path=" + folder.resolve(name)));
    args.addAll(List.of(more));
    assertThat(run(args.toArray(String[]::new))).isEmpty();
  }

  private static List<String> input() {
    return List.of(
        "--set",
        "input.path=" + data,
        "--set",
        "input.format=parquet",
        "--set",
        "input.exclude=[label]");
  }

  private static String text(Path path) {
    return path.toString();
  }

  /** The error of a command, nothing if there was none. */
  private static String run(String... args) {
    CommandRun run = CommandRun.of(args);
    return run.code() == 0 ? "" : run.code() + " " + run.error();
  }

  private static String publish(String model, Path pointer) {
    return run("publish", text(folder.resolve(model)), "--to", text(pointer));
  }

  private static CommandRun evaluate(String... more) {
    List<String> args = new ArrayList<>(List.of("evaluate"));
    args.addAll(input());
    args.addAll(List.of(more));
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  @Test
  void aModelIsComparedWithTheOneInService() throws IOException {
    Path pointer = folder.resolve("compared/current.json");
    Path file = folder.resolve("compared/evaluation.json");
    CommandRun first = evaluate("--model", text(folder.resolve("one")), "--against", text(pointer));
    assertThat(first.err())
        .contains("--against: nothing at " + pointer + ", nothing to compare with");
    JsonNode alone = JSON.readTree(first.out());
    assertThat(alone.get("against").isNull()).isTrue();
    assertThat(alone.get("gain").isNull()).isTrue();

    assertThat(publish("one", pointer)).isEmpty();
    CommandRun second =
        evaluate(
            "--model",
            text(folder.resolve("three")),
            "--against",
            text(pointer),
            "--output",
            text(file));
    assertThat(second.err()).doesNotContain("entrosum:");
    JsonNode compared = JSON.readTree(second.out());
    assertThat(JSON.readTree(CommandRun.read(file))).isEqualTo(compared);
    assertThat(compared.get("against").get("bound")).isEqualTo(alone.get("bound"));
    assertThat(compared.get("gain").asDouble())
        .isGreaterThan(0.5)
        .isCloseTo(compared.get("bound").asDouble() - alone.get("bound").asDouble(), within(1e-12));
  }

  @Test
  void everyReaderFollowsThePointer() {
    Path pointer = folder.resolve("followed.json");
    assertThat(publish("three", pointer)).isEmpty();
    assertThat(CommandRun.of("inspect", "--json", text(pointer)).out())
        .isEqualTo(CommandRun.of("inspect", "--json", text(folder.resolve("three"))).out())
        .contains("stopReason");
    assertThat(evaluate("--model", text(pointer)).out())
        .isEqualTo(evaluate("--model", text(folder.resolve("three"))).out());
    assertThat(GaussianMixtureModel.fromFolder(text(pointer)).weights()).hasSize(3);
  }

  @Test
  void readersFindTheOldModelOrTheNewOne() {
    Path pointer = folder.resolve("replaced.json");
    Configuration hadoop = new Configuration();
    String[] models = {text(folder.resolve("one")), text(folder.resolve("three"))};
    ModelPointer.publish(text(pointer), models[0], hadoop);
    AtomicBoolean done = new AtomicBoolean();
    CompletableFuture<Set<String>> reader =
        CompletableFuture.supplyAsync(
            () -> {
              Set<String> found = new HashSet<>();
              while (!done.get()) {
                found.add(ModelPointer.resolve(text(pointer), hadoop));
              }
              return found;
            });
    try {
      for (int i = 1; i <= 100; i++) {
        ModelPointer.publish(text(pointer), models[i % 2], hadoop);
      }
    } finally {
      done.set(true);
    }
    assertThat(reader.join()).containsExactlyInAnyOrder("file:" + models[0], "file:" + models[1]);
  }

  @Test
  void aModelAndItsPointerMoveTogether() throws IOException {
    Path before = folder.resolve("before");
    train("before/model", 2);
    assertThat(publish("before/model", before.resolve("current.json"))).isEmpty();
    Path after = Files.move(before, folder.resolve("after"));
    assertThat(evaluate("--model", text(after.resolve("current.json"))).out()).contains("bound");
  }

  @Test
  void whatIsNotTheModelThatWasPublishedIsRefused() throws IOException {
    train("changing", 2);
    Path pointer = folder.resolve("changing.json");
    assertThat(publish("changing", pointer)).isEmpty();
    train("changing", 3, "--set", "output.mode=overwrite");
    assertThat(run("inspect", text(pointer)))
        .isEqualTo(
            "3 entrosum: "
                + pointer
                + ": points to file:"
                + folder.resolve("changing")
                + ", which is another model than the one that was published (publish it again)");
    assertThat(publish("changing", pointer)).isEmpty();
    Files.move(folder.resolve("changing"), folder.resolve("gone"));
    assertThat(run("inspect", text(pointer)))
        .startsWith("3 entrosum: " + pointer + ": points to file:")
        .endsWith("changing, which is not there (publish another model)");
  }

  @Test
  void whatIsNoPointerOrNoModelIsRefusedAndLeftAlone() throws IOException {
    Path text = CommandRun.write(folder.resolve("note.json"), "{\"model\": 1}");
    assertThat(publish("one", text))
        .isEqualTo(
            "3 entrosum: file:"
                + text
                + ": is no pointer to a model (name a file that publish wrote)");
    assertThat(CommandRun.read(text)).isEqualTo("{\"model\": 1}");

    Path pointer = folder.resolve("kept.json");
    assertThat(publish("one", pointer)).isEmpty();
    String kept = CommandRun.read(pointer);
    Files.createDirectories(folder.resolve("empty"));
    assertThat(publish("empty", pointer)).startsWith("3 entrosum: " + folder.resolve("empty"));
    assertThat(publish("none", pointer))
        .isEqualTo("2 entrosum: publish: no such folder: " + folder.resolve("none"));
    assertThat(publish("one", folder.resolve("current")))
        .isEqualTo("2 entrosum: --to: must end in .json but was " + folder.resolve("current"));
    assertThat(CommandRun.read(pointer)).isEqualTo(kept);
    CommandRun.write(pointer, kept.replace("\"format\" : 1", "\"format\" : 2"));
    assertThat(run("inspect", text(pointer)))
        .contains("has format 2 and this version reads up to 1");
  }
}
