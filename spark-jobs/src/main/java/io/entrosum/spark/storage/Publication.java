package io.entrosum.spark.storage;

import io.entrosum.io.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a complete folder the name of its target, which may exist.
 *
 * <p>Where renames are atomic ({@link Renames}): the target is renamed to {@code
 * <target>.old-<id>}, the folder to the target, and the old one is deleted. There is no folder at
 * the target between the two renames; a process killed right there leaves both, complete, under
 * these names.
 *
 * <p>Elsewhere, on object stores, renaming a folder copies file by file in no sure order. There,
 * the file by which readers know a complete folder arrives last: {@code MANIFEST.json}, or {@code
 * _SUCCESS} of rows that Spark wrote. Of a target that exists this file is deleted first, then the
 * others, so that old and new files are never taken for one folder: from there to the end, for as
 * long as copying within the store takes, there is no complete folder at the target. What is left
 * by a process killed in that time, or by an error, is not deleted: files still to be moved are in
 * the temporary folder, the last one in {@code <target>.last-<id>}; the {@link PublicationRecord}
 * of a training says what they are.
 */
final class Publication {
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  /** Files that say that the others are complete. */
  private static final List<String> LAST = List.of(Manifest.NAME, "_SUCCESS");

  private final FileSystem fileSystem;
  private final Path folder;
  private final Path target;
  private final String id;
  private final @Nullable PublicationRecord record;
  private boolean scattered;

  /**
   * A publication.
   *
   * @param record to be kept while it lasts, or null
   */
  Publication(
      FileSystem fileSystem,
      Path folder,
      Path target,
      String id,
      @Nullable PublicationRecord record) {
    this.fileSystem = fileSystem;
    this.folder = folder;
    this.target = target;
    this.id = id;
    this.record = record;
  }

  /**
   * Does it.
   *
   * @throws IOException if the file system refuses; unless {@link #scattered}, folder and target
   *     are then as they were
   */
  void run() throws IOException {
    if (Renames.areAtomic(fileSystem, folder)) {
      swap();
    } else {
      move();
    }
  }

  /** Whether an error came when files had been moved: the folder must not be deleted. */
  boolean scattered() {
    return scattered;
  }

  private void swap() throws IOException {
    Path old = beside("old");
    boolean replaces = fileSystem.exists(target);
    if (replaces) {
      rename(target, old);
    }
    try {
      rename(folder, target);
    } catch (IOException e) {
      if (replaces) {
        rename(old, target);
      }
      throw e;
    }
    if (replaces) {
      remove(old);
    }
  }

  private void move() throws IOException {
    Path aside = beside("last");
    for (String name : LAST) {
      fileSystem.delete(new Path(target, name), false);
    }
    scattered = true;
    fileSystem.delete(target, true);
    if (record != null) { // now that nothing is there which only an older one explains
      record.write(fileSystem, target);
    }
    for (String name : LAST) {
      if (fileSystem.exists(new Path(folder, name))) {
        fileSystem.mkdirs(aside);
        rename(new Path(folder, name), new Path(aside, name));
      }
    }
    rename(folder, target);
    for (String name : LAST) {
      if (fileSystem.exists(new Path(aside, name))) {
        rename(new Path(aside, name), new Path(target, name));
      }
    }
    remove(aside);
    if (record != null) {
      remove(PublicationRecord.file(target));
    }
  }

  /** Whether a folder has a file that says that all others are there. */
  static boolean isComplete(FileSystem fileSystem, Path folder) throws IOException {
    for (String name : LAST) {
      if (fileSystem.exists(new Path(folder, name))) {
        return true;
      }
    }
    return false;
  }

  private Path beside(String what) {
    return new Path(target.getParent(), target.getName() + "." + what + "-" + id);
  }

  private void rename(Path from, Path to) throws IOException {
    if (fileSystem.getClass() == RawLocalFileSystem.class) {
      // its own rename copies, and deletes what it has copied, where the system refuses to rename
      RawLocalFileSystem local = (RawLocalFileSystem) fileSystem;
      Files.move(
          local.pathToFile(from).toPath(),
          local.pathToFile(to).toPath(),
          StandardCopyOption.ATOMIC_MOVE);
    } else if (!fileSystem.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to.getName());
    }
  }

  private void remove(Path path) {
    try {
      fileSystem.delete(path, true);
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", path, e.getMessage());
    }
  }
}
