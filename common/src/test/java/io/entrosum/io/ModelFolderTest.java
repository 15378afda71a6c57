package io.entrosum.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.entrosum.family.CovarianceType;
import io.entrosum.model.Mixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFolderTest {
  private static final String REMEDY = " (copy the whole folder again, or train again)";

  @TempDir Path folder;

  private final ModelFile file = SampleModels.file(CovarianceType.FULL, 2, 1);

  @BeforeEach
  void write() throws IOException {
    byte[] model = file.toBytes();
    byte[] summary = "{\"rows\":3}\n".getBytes(UTF_8);
    Files.write(folder.resolve("model.safetensors"), model);
    Files.write(folder.resolve("summary.json"), summary);
    Files.write(
        folder.resolve("MANIFEST.json"),
        Manifest.builder()
            .add("summary.json", summary)
            .add("model.safetensors", model)
            .build()
            .toJson());
  }

  @Test
  void modelFromDiskScoresLikeTheOneInMemory() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "not listed, not read");
    Mixture loaded = (Mixture) ModelFolder.load(folder).model();
    var expected = ((Mixture) file.model()).scorer().score(new double[] {17.5});
    var actual = loaded.scorer().score(new double[] {17.5});
    assertThat(actual.component()).isEqualTo(expected.component());
    assertThat(actual.posterior()).containsExactly(expected.posterior());
    assertThat(actual.logDensity()).isEqualTo(expected.logDensity());
  }

  @Test
  void singleFileIsAModelToo() throws IOException {
    ModelFile loaded = ModelFolder.load(folder.resolve("model.safetensors"));
    assertThat(loaded.toBytes()).isEqualTo(file.toBytes());
  }

  @Test
  void pathThatIsNoModel() {
    assertRefused(
        folder.resolve("other"),
        "other: there is no such file or folder (check the path of the model)");
    assertRefused(
        folder.resolve("summary.json"),
        "summary.json: a model is a folder or a file that ends in .safetensors"
            + " (give the output folder of a training)");
  }

  @Test
  void folderWithoutManifest() throws IOException {
    Files.delete(folder.resolve("MANIFEST.json"));
    assertRefused(
        folder,
        ": has no MANIFEST.json, and a folder without a complete manifest is not a model (its"
            + " training has not finished, or it was copied in part: train or copy it again)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "summary.json"})
  void missingFile(String name) throws IOException {
    Files.delete(folder.resolve(name));
    assertRefused(folder, "/" + name + ": is listed in MANIFEST.json but missing" + REMEDY);
    Files.createDirectory(folder.resolve(name));
    assertRefused(folder, "/" + name + ": is listed in MANIFEST.json but missing" + REMEDY);
  }

  @Test
  void manifestWithoutModel() throws IOException {
    Files.write(
        folder.resolve("MANIFEST.json"),
        Manifest.builder().add("summary.json", new byte[0]).build().toJson());
    assertRefused(
        folder,
        "/MANIFEST.json: must list model.safetensors but lists [summary.json]"
            + " (give the output folder of a training)");
  }

  @Test
  void modelThatIsIntactButInvalid() throws IOException {
    byte[] bytes = SafetensorsBytes.of("{}");
    Files.write(folder.resolve("model.safetensors"), bytes);
    Files.write(
        folder.resolve("MANIFEST.json"),
        Manifest.builder().add("model.safetensors", bytes).build().toJson());
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> ModelFolder.load(folder))
        .withMessageStartingWith(
            folder + "/model.safetensors: metadata entrosum.format is missing (");
  }

  @Test
  void manifestCannotPointOutOfTheFolder() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    String json = Files.readString(folder.resolve("MANIFEST.json"));
    Files.writeString(
        inner.resolve("MANIFEST.json"), json.replace("summary.json", "../summary.json"));
    Files.copy(folder.resolve("model.safetensors"), inner.resolve("model.safetensors"));
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> ModelFolder.load(inner))
        .withMessage(
            inner
                + "/MANIFEST.json: name must be a plain file name (letters, digits, . _ -)"
                + " other than MANIFEST.json but is \"../summary.json\""
                + REMEDY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "summary.json", "MANIFEST.json"})
  void everyFlippedByteIsFound(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    for (int at = 0; at < bytes.length; at++) {
      for (int bits : new int[] {0xff, 0x01}) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) bits;
        Files.write(folder.resolve(name), flipped);
        assertThatExceptionOfType(InvalidModelException.class)
            .as("byte %d of %s", at, name)
            .isThrownBy(() -> ModelFolder.load(folder))
            .withMessageStartingWith(folder + "/")
            .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.safetensors", "summary.json", "MANIFEST.json"})
  void everyTruncationIsFound(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    int whole = name.equals("MANIFEST.json") ? bytes.length - 1 : bytes.length; // last: line end
    for (int length = 0; length < whole; length++) {
      Files.write(folder.resolve(name), Arrays.copyOf(bytes, length));
      assertThatExceptionOfType(InvalidModelException.class)
          .as("%d bytes of %s", length, name)
          .isThrownBy(() -> ModelFolder.load(folder));
    }
  }

  private void assertRefused(Path path, String message) {
    assertThatExceptionOfType(InvalidModelException.class)
        .isThrownBy(() -> ModelFolder.load(path))
        .withMessageStartingWith(folder.toString())
        .withMessageEndingWith(message);
  }
}
