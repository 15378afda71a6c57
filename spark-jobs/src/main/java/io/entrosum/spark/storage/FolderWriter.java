package io.entrosum.spark.storage;

import io.entrosum.io.Checksum;
import io.entrosum.io.Manifest;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes the files of a folder, and last the manifest that makes it complete. */
final class FolderWriter {
  private final FileSystem fileSystem;
  private final Path folder;
  private final Manifest.Builder manifest = Manifest.builder();

  FolderWriter(FileSystem fileSystem, Path folder) {
    this.fileSystem = fileSystem;
    this.folder = folder;
  }

  /** Writes a file, whole. */
  void write(String name, OutputFolder.Content content) throws IOException {
    manifest.add(name, writeFile(name, content));
  }

  /** Writes the manifest of the files written so far: the last file. */
  void writeManifest() throws IOException {
    byte[] json = manifest.build().toJson();
    writeFile(Manifest.NAME, stream -> stream.write(json));
  }

  /** The files written so far. */
  Manifest manifest() {
    return manifest.build();
  }

  private Checksum writeFile(String name, OutputFolder.Content content) throws IOException {
    OutputStream file = fileSystem.create(new Path(folder, name), false);
    try (CheckedStream stream = new CheckedStream(file)) {
      content.writeTo(stream);
      return stream.checksum();
    }
  }
}
