package io.entrosum.spark.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file on any file system that Hadoop's client reaches. */
public final class StoredFile {
  private final FileSystem fileSystem;
  private final FileStatus status;

  private StoredFile(FileSystem fileSystem, FileStatus status) {
    this.fileSystem = fileSystem;
    this.status = status;
  }

  /**
   * The files of a folder, not those of folders in it.
   *
   * @throws StorageException if it cannot be read
   */
  public static List<StoredFile> in(String folder, Configuration configuration) {
    Path path = new Path(folder);
    List<StoredFile> files = new ArrayList<>();
    try {
      FileSystem fileSystem = FileSystems.of(path, configuration);
      for (FileStatus status : fileSystem.listStatus(path)) {
        if (status.isFile()) {
          files.add(new StoredFile(fileSystem, status));
        }
      }
      return files;
    } catch (IOException e) {
      throw new StorageException("cannot read " + folder, e);
    }
  }

  /** Its name in the folder. */
  public String name() {
    return status.getPath().getName();
  }

  /** Its size, bytes. */
  public long length() {
    return status.getLen();
  }

  /** What is in it; the caller closes it. */
  public InputStream open() {
    try {
      return fileSystem.open(status.getPath());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + status.getPath(), e);
    }
  }
}
