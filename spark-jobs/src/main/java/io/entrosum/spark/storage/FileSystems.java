package io.entrosum.spark.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the file system of a path. */
public final class FileSystems {
  private FileSystems() {}

  /** The file system of a path; local files come without Hadoop's hidden checksum files. */
  static FileSystem of(Path path, Configuration configuration) throws IOException {
    FileSystem fileSystem = path.getFileSystem(configuration);
    return fileSystem instanceof LocalFileSystem local ? local.getRaw() : fileSystem;
  }

  /**
   * Whether there is a file or folder at a path, or one that a glob matches.
   *
   * @throws StorageException if the file system cannot be reached or refuses
   */
  public static boolean matches(String glob, Configuration configuration) {
    try {
      Path path = new Path(glob);
      FileStatus[] found = of(path, configuration).globStatus(path);
      return found != null && found.length > 0;
    } catch (IOException e) {
      throw new StorageException("cannot read " + glob, e);
    }
  }

  /**
   * A text file in UTF-8, whole.
   *
   * @throws StorageException if it cannot be read
   */
  public static String readText(String file, Configuration configuration) {
    Path path = new Path(file);
    try (InputStream stream = of(path, configuration).open(path)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StorageException("cannot read " + file, e);
    }
  }
}
