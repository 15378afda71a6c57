package io.entrosum.spark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output folder that nobody sees before it is complete.
 *
 * <p>It is filled under a temporary name beside its target, {@code <target>.tmp-<id>}, and gets its
 * name in {@link #publish}. Closing it before that removes it, and leaves what was at the target as
 * it was. Opening it writes and removes a file, so that a missing permission or a full disk shows
 * before any work is done.
 *
 * <p>How it gets its name, and what is at the target meanwhile, depends on the file system: {@link
 * Publication}. Readers know a complete folder by its manifest.
 */
public final class OutputFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputFolder.class);

  private final FileSystem fileSystem;
  private final String shown;
  private final Path target;
  private final Path temporary;
  private final String id;
  private final Mode mode;
  private final SortedMap<String, String> run;
  private final FolderWriter writer;
  private boolean published; // or at least moved
  private boolean refused;

  /** What happens where the target exists. */
  public enum Mode {
    /** It is an error. */
    FAIL,
    /** It is replaced when the new folder is complete. */
    OVERWRITE,
    /**
     * If it is complete, there is nothing to do; else training goes on from its checkpoints. What
     * an interrupted publication of the same run left is replaced, everything else is an error.
     */
    RESUME;

    /** The name in configurations. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private OutputFolder(
      FileSystem fileSystem, String shown, Mode mode, SortedMap<String, String> run) {
    this.fileSystem = fileSystem;
    this.shown = shown;
    this.target = fileSystem.makeQualified(new Path(shown));
    this.mode = mode;
    this.run = run;
    this.id = UUID.randomUUID().toString().substring(0, 8);
    this.temporary = new Path(target.getParent(), target.getName() + ".tmp-" + id);
    this.writer = new FolderWriter(fileSystem, temporary);
  }

  /**
   * Refuses a target that exists, unless it may be overwritten. An empty folder may always.
   *
   * @throws OutputExistsException if it exists
   * @throws StorageException if the file system cannot be reached or refuses
   */
  public static void check(String target, Mode mode, Configuration configuration) {
    check(target, mode, new TreeMap<>(), configuration);
  }

  /**
   * The same for a run that has a {@link RunFolder}, see {@link #open(String, Mode, SortedMap,
   * Configuration)}.
   */
  public static void check(
      String target, Mode mode, SortedMap<String, String> run, Configuration configuration) {
    folder(target, mode, run, configuration).refuseExisting();
  }

  /**
   * Opens a folder for writing.
   *
   * @throws OutputExistsException if the target exists and may not be overwritten
   * @throws StorageException if the file system refuses to write there
   */
  public static OutputFolder open(String target, Mode mode, Configuration configuration) {
    return open(target, mode, new TreeMap<>(), configuration);
  }

  /**
   * The same for a run that has a {@link RunFolder}.
   *
   * @param run what it is, by key; what another of the same texts left of its publication is known
   *     by these. Empty: it has none.
   */
  public static OutputFolder open(
      String target, Mode mode, SortedMap<String, String> run, Configuration configuration) {
    OutputFolder folder = folder(target, mode, run, configuration);
    folder.refuseExisting();
    try {
      SafeModes.refuse(folder.fileSystem);
      Renames.refuseMountPoint(folder.fileSystem, folder.target);
      folder.fileSystem.mkdirs(folder.temporary);
      Path probe = folder.path("write-test");
      try (OutputStream stream = folder.fileSystem.create(probe, false)) {
        stream.write(new byte[4096]);
      }
      folder.fileSystem.delete(probe, false);
      return folder;
    } catch (IOException e) {
      StorageException refusal = folder.refused(e);
      folder.close();
      throw refusal;
    }
  }

  private static OutputFolder folder(
      String target, Mode mode, SortedMap<String, String> run, Configuration configuration) {
    try {
      return new OutputFolder(FileSystems.of(new Path(target), configuration), target, mode, run);
    } catch (IOException e) {
      throw new StorageException("output.path: cannot reach " + target, e);
    }
  }

  private void refuseExisting() {
    try {
      if (mode != Mode.OVERWRITE && exists()) {
        throw new OutputExistsException(shown);
      }
    } catch (IOException e) {
      throw new StorageException("output.path: cannot look at " + shown, e);
    }
  }

  /** An empty folder counts as nothing, and so does what this run left when it was interrupted. */
  private boolean exists() throws IOException {
    try {
      if (!fileSystem.getFileStatus(target).isDirectory()) {
        return true;
      }
      FileStatus[] found = fileSystem.listStatus(target);
      return found.length > 0 && !(mode == Mode.RESUME && isOwn(found));
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private boolean isOwn(FileStatus[] found) throws IOException {
    PublicationRecord record = run.isEmpty() ? null : PublicationRecord.read(fileSystem, target);
    return record != null && record.run().equals(run) && record.explains(fileSystem, found);
  }

  private StorageException refused(IOException cause) {
    refused = true;
    return new StorageException("output.path: cannot write " + shown, cause);
  }

  /** Where the folder will be, as it was given. */
  public String target() {
    return shown;
  }

  /** Where the folder is now: for writers that take a path. */
  public String temporary() {
    return temporary.toString();
  }

  private Path path(String name) {
    return new Path(temporary, name);
  }

  /**
   * Writes a file, whole.
   *
   * @throws StorageException if the file system refuses
   */
  public void write(String name, Content content) {
    try {
      writer.write(name, content);
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /**
   * Writes the manifest of the files written so far: the last file.
   *
   * @throws StorageException if the file system refuses
   */
  public void writeManifest() {
    try {
      writer.writeManifest();
    } catch (IOException e) {
      throw refused(e);
    }
  }

  /** Writes a file to a stream. */
  @FunctionalInterface
  public interface Content {
    /** Writes the whole file; the stream is closed by the caller. */
    void writeTo(OutputStream stream) throws IOException;
  }

  /**
   * Gives the folder its name.
   *
   * @throws OutputExistsException if the target has come to exist meanwhile
   * @throws StorageException if the file system refuses; the old folder is then where it was,
   *     unless renames are copies there and files had been moved
   */
  public void publish() {
    refuseExisting();
    PublicationRecord record = run.isEmpty() ? null : new PublicationRecord(writer.manifest(), run);
    Publication publication = new Publication(fileSystem, temporary, target, id, record);
    try {
      publication.run();
      published = true;
    } catch (IOException e) {
      published = publication.scattered();
      throw published ? scattered(e) : refused(e);
    }
  }

  private StorageException scattered(IOException cause) {
    String where =
        "output.path: cannot write all of " + shown + " (the rest is in " + temporary + ")";
    return new StorageException(where, cause);
  }

  /** Removes the folder, unless it has been published. */
  @Override
  public void close() {
    if (!published) {
      remove(temporary);
    }
  }

  private void remove(Path folder) {
    try {
      fileSystem.delete(folder, true);
    } catch (IOException e) {
      if (!refused) { // else it has been said that the file system refuses
        LOG.warn("cannot remove {}: {}", folder, e.getMessage());
      }
    }
  }
}
