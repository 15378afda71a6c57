package io.entrosum.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.io.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationRecordTest {
  private static final byte[] MODEL = "a model".getBytes(StandardCharsets.UTF_8);
  private static final PublicationRecord RECORD =
      new PublicationRecord(
          Manifest.builder().add("model", MODEL).add("trace", new byte[0]).build(),
          new TreeMap<>(Map.of("model.components", "2", "a.list", "[\"x\", \"\\\"y\"]")));

  private final FileSystem fileSystem = new RawLocalFileSystem();

  @TempDir private Path folder;
  private Path out;
  private org.apache.hadoop.fs.Path target;

  @BeforeEach
  void target() throws IOException {
    fileSystem.initialize(folder.toUri(), new Configuration());
    out = Files.createDirectories(folder.resolve("out"));
    target = new org.apache.hadoop.fs.Path(out.toString());
  }

  private boolean explains() throws IOException {
    return RECORD.explains(fileSystem, fileSystem.listStatus(target));
  }

  @Test
  void itIsReadBackAndHalfOfItIsNone() throws IOException {
    assertThat(PublicationRecord.read(fileSystem, target)).isNull();
    RECORD.write(fileSystem, target);
    PublicationRecord read = PublicationRecord.read(fileSystem, target);
    assertThat(read).isNotNull();
    assertThat(read.run()).isEqualTo(RECORD.run());
    assertThat(read.files().toJson()).isEqualTo(RECORD.files().toJson());
    Path file = folder.resolve("out.run/publication.json");
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(PublicationRecord.read(fileSystem, target)).as("%d bytes", length).isNull();
    }
  }

  @Test
  void itExplainsItsOwnFilesOnly() throws IOException {
    assertThat(explains()).isTrue();
    Files.write(out.resolve("model"), MODEL);
    assertThat(explains()).isTrue();
    Files.write(out.resolve("trace"), new byte[0]);
    assertThat(explains()).isTrue();
    Files.writeString(out.resolve("notes"), "mine");
    assertThat(explains()).as("another name").isFalse();
    Files.delete(out.resolve("notes"));
    Files.write(out.resolve("model"), Arrays.copyOf(MODEL, 3));
    assertThat(explains()).as("half a file").isFalse();
    Files.writeString(out.resolve("model"), "A model");
    assertThat(explains()).as("another content of the same size").isFalse();
    Files.delete(out.resolve("model"));
    Files.createDirectories(out.resolve("model"));
    assertThat(explains()).as("a folder").isFalse();
  }
}
