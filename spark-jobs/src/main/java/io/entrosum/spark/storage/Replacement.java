package io.entrosum.spark.storage;

import io.entrosum.io.Checksum;
import io.entrosum.io.Manifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Which complete output a run began to replace, by the checksum of its manifest, in a file of the
 * run folder: when the run is interrupted, the next one does not take the old output for the new.
 */
final class Replacement {
  private static final String NAME = "replaces.txt";

  /** Characters of a SHA-256. */
  private static final int LENGTH = 64;

  private Replacement() {}

  /** The file of an output. */
  static Path file(Path target) {
    return new Path(RunFolder.path(target), NAME);
  }

  /** Writes the file, if there is a complete output. */
  static void write(FileSystem fileSystem, Path target) throws IOException {
    Optional<String> sum = sum(fileSystem, target);
    if (sum.isPresent()) {
      try (OutputStream out = fileSystem.create(file(target), true)) {
        out.write(sum.get().getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  /** Whether the output that is there is the one that was to be replaced. */
  static boolean isOf(FileSystem fileSystem, Path target) throws IOException {
    try (InputStream in = fileSystem.open(file(target))) {
      String replaced = new String(in.readNBytes(LENGTH), StandardCharsets.US_ASCII);
      return sum(fileSystem, target).equals(Optional.of(replaced));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private static Optional<String> sum(FileSystem fileSystem, Path target) throws IOException {
    try (InputStream in = fileSystem.open(new Path(target, Manifest.NAME))) {
      return Optional.of(Checksum.of(in).sha256());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }
}
