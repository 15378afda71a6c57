package io.entrosum.spark.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Finds the file system of a path; reads and writes small files whole. */
public final class FileSystems {
  private FileSystems() {}

  /** The file system of a path; local files come without Hadoop's hidden checksum files. */
  static FileSystem of(Path path, Configuration configuration) throws IOException {
    refuseCredentials(path);
    FileSystem fileSystem = known(path, configuration);
    return fileSystem instanceof LocalFileSystem local ? local.getRaw() : fileSystem;
  }

  private static FileSystem known(Path path, Configuration configuration) throws IOException {
    try {
      return path.getFileSystem(configuration);
    } catch (RuntimeException e) { // Hadoop's way to say that a class is missing
      if (e.getCause() instanceof ClassNotFoundException missing) {
        throw new StorageException(
            "a path in " + path.toUri().getScheme() + "://",
            new IOException(
                missing.getMessage()
                    + " (add the jar of that file system; for s3a: spark-submit --packages"
                    + " org.apache.hadoop:hadoop-aws:VERSION, of Spark's Hadoop version)",
                e));
      }
      throw e;
    }
  }

  /** Paths get into messages and files; so must what is in them. */
  private static void refuseCredentials(Path path) {
    String authority = path.toUri().getAuthority();
    int at = authority == null ? -1 : authority.lastIndexOf('@');
    if (authority != null && at > 0 && authority.substring(0, at).indexOf(':') >= 0) {
      throw new StorageException(
          "a path in " + authority.substring(at + 1),
          new IOException(
              "credentials in paths are refused (set them for Hadoop's client, e.g."
                  + " spark.hadoop.fs.s3a.access.key and .secret.key)"));
    }
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
   * Whether there is a file or folder of that very name.
   *
   * @throws StorageException if the file system cannot be reached or refuses
   */
  public static boolean exists(String file, Configuration configuration) {
    Path path = new Path(file);
    try {
      return of(path, configuration).exists(path);
    } catch (IOException e) {
      throw new StorageException("cannot read " + file, e);
    }
  }

  /**
   * Whether a path is a folder or in it, by their names; a glob also by what it matches.
   *
   * @throws StorageException if a file system cannot be reached or refuses
   */
  public static boolean isIn(String folder, String glob, Configuration configuration) {
    try {
      Path parent = qualified(new Path(folder), configuration);
      Path path = qualified(new Path(glob), configuration);
      if (isIn(parent, path)) {
        return true;
      }
      FileStatus[] found = of(path, configuration).globStatus(path);
      return found != null && Arrays.stream(found).anyMatch(file -> isIn(parent, file.getPath()));
    } catch (IOException e) {
      throw new StorageException("cannot look at " + glob, e);
    }
  }

  private static boolean isIn(Path folder, Path path) {
    for (Path above = path; above != null; above = above.getParent()) {
      if (above.equals(folder)) {
        return true;
      }
    }
    return false;
  }

  private static Path qualified(Path path, Configuration configuration) throws IOException {
    return of(path, configuration).makeQualified(path);
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

  /**
   * Writes a file at once, in place of one that is there: who reads it finds the old one or the new
   * one, whole.
   *
   * @throws StorageException if it cannot be written
   */
  public static void writeBytes(String file, byte[] bytes, Configuration configuration) {
    Path path = new Path(file);
    try {
      FileSystem fileSystem = of(path, configuration);
      path = fileSystem.makeQualified(path);
      fileSystem.mkdirs(path.getParent());
      boolean byRename = Renames.areAtomic(fileSystem, path.getParent());
      // An object store shows a file when its stream is closed, and the old one until then.
      if (!byRename) {
        write(fileSystem, path, bytes);
        return;
      }
      Path written = path.suffix("." + UUID.randomUUID() + ".partial");
      try {
        write(fileSystem, written, bytes);
        rename(fileSystem, written, path, configuration);
      } catch (IOException e) {
        remove(fileSystem, written, e);
        throw e;
      }
    } catch (IOException e) {
      throw new StorageException("cannot write " + file, e);
    }
  }

  private static void write(FileSystem fileSystem, Path file, byte[] bytes) throws IOException {
    try (OutputStream stream = fileSystem.create(file, true)) {
      stream.write(bytes);
    }
  }

  private static void remove(FileSystem fileSystem, Path file, IOException cause) {
    try {
      fileSystem.delete(file, false);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Renames a file, over one that is there, in one step where the file system can do that. */
  private static void rename(FileSystem fileSystem, Path from, Path to, Configuration configuration)
      throws IOException {
    if (!(fileSystem instanceof RawLocalFileSystem)) {
      FileContext.getFileContext(to.toUri(), configuration)
          .rename(from, to, Options.Rename.OVERWRITE);
    } else if (!fileSystem.rename(from, to)) { // FileContext deletes a local file first
      throw new IOException("cannot rename " + from);
    }
  }
}
