package io.entrosum.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.io.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path parent;

  private OutputFolder open(OutputFolder.Mode mode) {
    return OutputFolder.open(parent.resolve("out").toString(), mode, HADOOP);
  }

  private static void write(OutputFolder folder, String text) {
    folder.write("file", stream -> stream.write(text.getBytes(StandardCharsets.UTF_8)));
    folder.writeManifest();
  }

  private List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void appearsWhenItIsPublished() throws IOException {
    try (OutputFolder folder = open(OutputFolder.Mode.FAIL)) {
      assertThat(names(parent)).singleElement().asString().matches("out\\.tmp-[0-9a-f]{8}");
      write(folder, "new");
      assertThat(parent.resolve("out")).doesNotExist();
      folder.publish();
    }
    assertThat(names(parent)).containsExactly("out");
    assertThat(names(parent.resolve("out"))).containsExactly("MANIFEST.json", "file");
    Manifest manifest =
        Manifest.parse(Files.readAllBytes(parent.resolve("out/MANIFEST.json")), "manifest");
    assertThat(manifest.names()).containsExactly("file");
    manifest.verify("file", Files.readAllBytes(parent.resolve("out/file")));
  }

  @Test
  void leavesNothingBehindIfItIsNotPublished() throws IOException {
    try (OutputFolder folder = open(OutputFolder.Mode.FAIL)) {
      write(folder, "new");
    }
    assertThat(names(parent)).isEmpty();
  }

  @Test
  void replacesTheOldOneOnlyWhenItIsComplete() throws IOException {
    Files.createDirectories(parent.resolve("out"));
    Files.writeString(parent.resolve("out/old"), "old");
    try (OutputFolder folder = open(OutputFolder.Mode.OVERWRITE)) {
      write(folder, "new");
      assertThat(names(parent.resolve("out"))).containsExactly("old");
    }
    assertThat(names(parent.resolve("out"))).containsExactly("old");
    try (OutputFolder folder = open(OutputFolder.Mode.OVERWRITE)) {
      write(folder, "new");
      folder.publish();
    }
    assertThat(names(parent)).containsExactly("out");
    assertThat(names(parent.resolve("out"))).containsExactly("MANIFEST.json", "file");
  }

  @Test
  void refusesWhatExists() throws IOException {
    Files.createDirectories(parent.resolve("out"));
    try (OutputFolder folder = open(OutputFolder.Mode.FAIL)) { // an empty folder is nothing
      write(folder, "first");
      Files.writeString(parent.resolve("out/other"), "came in between");
      assertThatThrownBy(folder::publish).isInstanceOf(OutputExistsException.class);
    }
    assertThat(names(parent)).containsExactly("out");
    assertThat(names(parent.resolve("out"))).containsExactly("other");
    assertThatThrownBy(() -> open(OutputFolder.Mode.FAIL))
        .isInstanceOf(OutputExistsException.class)
        .hasMessage(
            "output.path: "
                + parent.resolve("out")
                + " exists (choose another, or set output.mode to overwrite)");
  }

  @Test
  void leavesTemporaryFoldersOfOthersAlone() throws IOException {
    Files.createDirectories(parent.resolve("out.tmp-01234567"));
    try (OutputFolder folder = open(OutputFolder.Mode.FAIL)) {
      write(folder, "new");
      folder.publish();
    }
    assertThat(names(parent)).containsExactly("out", "out.tmp-01234567");
  }

  @Test
  void saysBeforehandThatItCannotWrite() throws IOException {
    Files.writeString(parent.resolve("file"), "not a folder");
    String target = parent.resolve("file/out").toString();
    assertThatThrownBy(() -> OutputFolder.open(target, OutputFolder.Mode.FAIL, HADOOP))
        .isInstanceOf(StorageException.class)
        .message()
        .startsWith("output.path: cannot ")
        .contains(target)
        .doesNotContain("\n");
  }

  @Test
  void aFailureWhileWritingNamesTheOutput() {
    try (OutputFolder folder = open(OutputFolder.Mode.FAIL)) {
      assertThatThrownBy(
              () ->
                  folder.write(
                      "file",
                      stream -> {
                        throw new IOException("No space left on device");
                      }))
          .isInstanceOf(StorageException.class)
          .hasMessage(
              "output.path: cannot write " + parent.resolve("out") + ": No space left on device");
    }
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aMountPointIsRefusedAtOnce() {
    assertThatThrownBy(
            () -> OutputFolder.open("/dev/shm", OutputFolder.Mode.OVERWRITE, new Configuration()))
        .isInstanceOf(StorageException.class)
        .hasMessage(
            "output.path: cannot write /dev/shm: it is a mount point, which no other folder can"
                + " replace (give a folder in it, /dev/shm/model)");
  }
}
