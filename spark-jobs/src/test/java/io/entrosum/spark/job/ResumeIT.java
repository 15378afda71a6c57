package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.io.CourseFile;
import io.entrosum.io.Manifest;
import io.entrosum.io.ModelFile;
import io.entrosum.spark.storage.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code output.mode = resume} makes of what it finds. */
class ResumeIT {
  @TempDir Path folder;

  private Path data;
  private Path target;

  @BeforeEach
  void data() {
    data = CommandRun.write(folder.resolve("in/data.csv"), TwoGroups.csv());
    target = folder.resolve("out/m");
  }

  private CommandRun train(String... more) {
    List<String> args = new java.util.ArrayList<>(List.of("train"));
    for (String setting :
        List.of(
            "input.path=" + data,
            "input.options.header=true",
            "output.path=" + target,
            "output.mode=resume")) {
      args.addAll(List.of("--set", setting));
    }
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(String[]::new));
  }

  /** Every file with its content. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(target.getParent())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            target.getParent().relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }

  private void checkpoint() {
    try (RunFolder run = RunFolder.open(target.toString(), "output.path", new Configuration())) {
      run.write(new CourseFile(List.of(), List.of("a", "b"), Map.of()));
    }
  }

  /** Killed after the publication, before everything was tidied. */
  @Test
  void besideACompleteModelNothingIsLeft() throws IOException {
    assertThat(train().code()).isZero();
    Map<String, String> model = files();
    checkpoint();
    Files.createDirectories(folder.resolve("out/m.tmp-0123abcd/x"));
    Files.createDirectories(folder.resolve("out/m.last-0123abcd"));
    Files.writeString(folder.resolve("out/m.run/publication.json"), "{}");
    CommandRun again = train();
    assertThat(again.err()).contains(target + " is complete; nothing to do");
    assertThat(again.code()).isZero();
    assertThat(files()).isEqualTo(model);
    assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**/m.*");
  }

  /** The other one may be replacing the model. */
  @Test
  void besideACompleteModelNothingOfALivingRunIsTouched() throws IOException {
    assertThat(train().code()).isZero();
    try (RunFolder other = RunFolder.open(target.toString(), "output.path", new Configuration())) {
      Files.createDirectories(folder.resolve("out/m.tmp-0123abcd"));
      Map<String, String> before = files();
      assertThat(train().code()).isZero();
      assertThat(files()).isEqualTo(before);
      assertThat(folder.resolve("out/m.tmp-0123abcd")).isDirectory();
      other.check();
    }
  }

  @Test
  void aCheckpointOfANewerFormatIsRefused() throws IOException {
    checkpoint();
    Path file = folder.resolve("out/m.run/checkpoint-000001/course.safetensors");
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    String key = "\"entrosum.course.format\":\"";
    assertThat(text).contains(key + "1\"");
    byte[] newer = text.replace(key + "1\"", key + "2\"").getBytes(StandardCharsets.ISO_8859_1);
    Files.write(file, newer);
    Path manifest = file.resolveSibling("MANIFEST.json");
    Files.write(manifest, Manifest.builder().add("course.safetensors", newer).build().toJson());
    refusesFormat2Of("file:" + file, "the checkpoint");

    Files.writeString(
        manifest, Files.readString(manifest).replace("\"format\" : 1", "\"format\" : 2"));
    refusesFormat2Of("file:" + manifest, "the manifest");
  }

  private void refusesFormat2Of(String file, String what) throws IOException {
    Map<String, String> before = files();
    for (int i = 0; i < 2; i++) { // nor does it become another thing by being refused
      CommandRun run = train();
      assertThat(run.error())
          .isEqualTo(
              "entrosum: output.mode: resume: "
                  + file
                  + ": "
                  + what
                  + " is of format 2 but this is Entrosum "
                  + ModelFile.softwareVersion()
                  + ", which reads formats up to 1"
                  + " (use a newer Entrosum); output.mode = overwrite begins anew, without it");
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.code()).isEqualTo(7);
      assertThat(files()).isEqualTo(before);
    }
    CommandRun moments = train("--set", "model.type=ppca", "--set", "model.latent-dimensions=1");
    assertThat(moments.code()).as(moments.err()).isEqualTo(7);
    assertThat(files()).isEqualTo(before);
  }

  /** One that keeps none itself, whether it reads into blocks or into a sum. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theCheckpointOfAnotherTrainingIsNotRemoved(int partitions) throws IOException {
    for (int i = 1; i < partitions; i++) {
      CommandRun.write(data.resolveSibling("more-" + i + ".csv"), TwoGroups.csv());
    }
    data = data.getParent();
    checkpoint();
    Map<String, String> before = files();
    CommandRun run = train("--set", "model.type=ppca", "--set", "model.latent-dimensions=1");
    assertThat(run.error())
        .startsWith("entrosum: output.mode: resume: the checkpoint is of another run: ")
        .contains("the command was unset and is train");
    assertThat(run.code()).isEqualTo(7);
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aPlainFileInPlaceIsCalledOne() throws IOException {
    CommandRun.write(target, "a file");
    CommandRun run = train();
    assertThat(run.err().lines())
        .containsExactly(
            "entrosum: warning: output.path: "
                + target
                + ": is a file, and a model is a folder, a file that ends in .safetensors or a pointer"
                + " in .json (give the output folder of a training)",
            "entrosum: output.path: "
                + target
                + " exists (choose another, or set output.mode to overwrite)");
    assertThat(run.code()).isEqualTo(5);
    assertThat(target).hasContent("a file");
  }
}
