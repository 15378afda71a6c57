package io.entrosum.spark.storage;

import io.entrosum.io.CourseFile;
import io.entrosum.io.InvalidModelException;
import io.entrosum.io.Manifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a training keeps beside its output while it runs, {@code <target>.run}: the lease, and the
 * last two checkpoints. It is removed when the output is complete.
 *
 * <p>A checkpoint is a folder whose manifest is written last: one whose writing was interrupted, or
 * that was damaged, is none, and the one before it is used.
 */
public final class RunFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

  /** Of the names of these folders. */
  static final String SUFFIX = ".run";

  private static final String LEASE = "lease.json";

  private static final String CLOCK = "clock-";
  private static final String COURSE = "course.safetensors";
  private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-(\\d{1,9})");
  private static final int KEPT = 2;

  private final FileSystem fileSystem;
  private final Path target;
  private final Path folder;
  private final String shown;
  private final String setting;
  private final LeaseFile lease;
  private final Set<Integer> damaged = new HashSet<>();
  private int last;

  private RunFolder(
      FileSystem fileSystem,
      Path target,
      Path folder,
      String shown,
      String setting,
      LeaseFile lease) {
    this.fileSystem = fileSystem;
    this.target = target;
    this.folder = folder;
    this.shown = shown;
    this.setting = setting;
    this.lease = lease;
  }

  /**
   * Takes the lease of an output, and removes what runs have left that were interrupted: folders
   * that were never published. An old output that was being replaced is put back.
   *
   * @param setting that names the output, for messages
   * @throws OutputInUseException if another run has the lease
   * @throws StorageException if the file system refuses
   */
  public static RunFolder open(String target, String setting, Configuration configuration) {
    try {
      Path path = new Path(target);
      FileSystem fileSystem = FileSystems.of(path, configuration);
      Path qualified = fileSystem.makeQualified(path);
      SafeModes.refuse(fileSystem);
      Path folder = path(qualified);
      LeaseFile lease = lease(fileSystem, folder, setting + ": " + target);
      RunFolder run = new RunFolder(fileSystem, qualified, folder, target, setting, lease);
      try {
        run.tidy();
        return run;
      } catch (IOException | RuntimeException e) {
        lease.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StorageException(setting + ": cannot write " + target, e);
    }
  }

  /**
   * Removes the folder and what else is left beside an output that is complete, unless another run
   * has the lease: a run that was killed when it had published.
   *
   * @param setting that names the output, for messages
   * @throws StorageException if the file system refuses
   */
  public static void tidyComplete(String target, String setting, Configuration configuration) {
    if (!FileSystems.exists(path(new Path(target)).toString(), configuration)) {
      return;
    }
    try (RunFolder run = open(target, setting, configuration)) {
      run.clear();
    } catch (OutputInUseException e) {
      LOG.info("{}", e.getMessage());
    }
  }

  /** The folder of an output. */
  static Path path(Path target) {
    return target.suffix(SUFFIX);
  }

  private static LeaseFile lease(FileSystem fileSystem, Path folder, String shown)
      throws IOException {
    try {
      fileSystem.mkdirs(folder);
      return LeaseFile.take(
          fileSystem, new Path(folder, LEASE), shown, Lease.own(), now(fileSystem, folder));
    } catch (IOException e) {
      try {
        removeEmpty(fileSystem, folder);
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /** Removes a folder that has nothing but files by which time is told. */
  private static void removeEmpty(FileSystem fileSystem, Path folder) throws IOException {
    for (FileStatus file : Leftovers.list(fileSystem, folder)) {
      if (!file.getPath().getName().startsWith(CLOCK)) {
        return;
      }
    }
    fileSystem.delete(folder, true);
  }

  /** The time of the file system; writes a file, as a test. */
  private static long now(FileSystem fileSystem, Path folder) throws IOException {
    Path probe = new Path(folder, CLOCK + ProcessHandle.current().pid());
    try (OutputStream out = fileSystem.create(probe, true)) {
      out.write(new byte[4096]);
    }
    long now = fileSystem.getFileStatus(probe).getModificationTime();
    fileSystem.delete(probe, false);
    return now;
  }

  private void tidy() throws IOException {
    // files of an interrupted publication may be all that there is of a model
    Leftovers.tidy(fileSystem, target, !fileSystem.exists(PublicationRecord.file(target)));
    for (int number : numbers()) {
      if (!isComplete(number)) {
        LOG.info("removing {}, whose writing was interrupted", checkpoint(number));
        fileSystem.delete(checkpoint(number), true);
      }
    }
    last = numbers().stream().max(Integer::compare).orElse(0);
  }

  private List<Integer> numbers() throws IOException {
    return numbers(fileSystem, folder);
  }

  /** Of all checkpoints, the newest first. */
  private static List<Integer> numbers(FileSystem fileSystem, Path folder) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (FileStatus child : Leftovers.list(fileSystem, folder)) {
      Matcher name = CHECKPOINT.matcher(child.getPath().getName());
      if (name.matches()) {
        numbers.add(Integer.valueOf(name.group(1)));
      }
    }
    numbers.sort(Comparator.reverseOrder());
    return numbers;
  }

  private boolean isComplete(int number) throws IOException {
    return fileSystem.exists(new Path(checkpoint(number), Manifest.NAME));
  }

  private Path checkpoint(int number) {
    return new Path(folder, String.format(Locale.ROOT, "checkpoint-%06d", number));
  }

  /** Whether there is a checkpoint, damaged or not. */
  public boolean hasCheckpoints() {
    try {
      return !numbers().isEmpty();
    } catch (IOException e) {
      throw new StorageException("cannot read " + folder, e);
    }
  }

  /**
   * The newest checkpoint that is whole.
   *
   * @param refused is told of each that is not, in one line
   * @throws CheckpointRefusedException if one is whole, or of a newer format, but cannot be read
   * @throws StorageException if the file system refuses
   */
  public Optional<CourseFile> newest(Consumer<String> refused) {
    try {
      for (int number : numbers()) {
        Path path = checkpoint(number);
        try {
          return Optional.of(read(fileSystem, path));
        } catch (InvalidModelException e) {
          refused.accept(e.getMessage());
        } catch (FileNotFoundException e) {
          refused.accept(path + ": a file is missing");
        }
        damaged.add(number);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new StorageException("cannot read " + folder, e);
    }
  }

  /** Whether a run is at work in a folder of this kind. */
  static boolean isLeased(FileSystem fileSystem, Path folder) throws IOException {
    return LeaseFile.isHeld(fileSystem, new Path(folder, LEASE));
  }

  /** Reads a checkpoint that is whole. */
  static CourseFile read(FileSystem fileSystem, Path path) throws IOException {
    Path file = new Path(path, COURSE);
    Path listing = new Path(path, Manifest.NAME);
    Manifest manifest;
    try (InputStream in = fileSystem.open(listing)) {
      manifest = Manifest.parse(in.readNBytes(1 << 16), listing.toString());
    } catch (InvalidModelException e) {
      throw e.isOfNewerFormat() ? new CheckpointRefusedException(e) : e;
    }
    try (InputStream in = fileSystem.open(file)) {
      manifest.verify(COURSE, in, file.toString());
    }
    try (InputStream in = fileSystem.open(file)) {
      return CourseFile.read(in, fileSystem.getFileStatus(file).getLen(), file.toString());
    } catch (InvalidModelException e) {
      throw new CheckpointRefusedException(e);
    }
  }

  /**
   * Writes a checkpoint, then removes all but the last two.
   *
   * @throws OutputInUseException if the lease has gone to another run
   * @throws StorageException if the file system refuses; the checkpoints before are still there
   */
  public void write(CourseFile course) {
    lease.check();
    Path path = checkpoint(++last);
    try {
      fileSystem.mkdirs(path);
      FolderWriter writer = new FolderWriter(fileSystem, path);
      writer.write(COURSE, course::write);
      writer.writeManifest();
      int kept = 0;
      for (int number : numbers()) {
        if (damaged.contains(number) || ++kept > KEPT) {
          fileSystem.delete(checkpoint(number), true);
        }
      }
    } catch (IOException e) {
      throw new StorageException(setting + ": cannot write the checkpoint " + path, e);
    }
  }

  /**
   * Removes all checkpoints, the oldest first, and what is left of a publication that was
   * interrupted: when another one is done.
   */
  public void clear() {
    try {
      List<Integer> all = numbers();
      Collections.reverse(all);
      for (int number : all) {
        fileSystem.delete(checkpoint(number), true);
      }
      Leftovers.tidy(fileSystem, target, true);
      fileSystem.delete(PublicationRecord.file(target), false);
      fileSystem.delete(Replacement.file(target), false);
      last = 0;
    } catch (IOException e) {
      throw new StorageException(setting + ": cannot remove the checkpoints of " + shown, e);
    }
  }

  /**
   * Writes down that the complete output that is there is to be replaced: it is not what this run
   * was to make.
   *
   * @throws StorageException if the file system refuses
   */
  public void replaces() {
    try {
      Replacement.write(fileSystem, target);
    } catch (IOException e) {
      throw new StorageException(setting + ": cannot write " + folder, e);
    }
  }

  /**
   * Whether an interrupted run has checkpoints beside a complete output that it began to replace.
   *
   * @param setting that names the output, for messages
   * @throws StorageException if the file system refuses
   */
  public static boolean isBeingReplaced(
      String target, String setting, Configuration configuration) {
    Path path = new Path(target);
    try {
      FileSystem fileSystem = FileSystems.of(path, configuration);
      return Replacement.isOf(fileSystem, path) && !numbers(fileSystem, path(path)).isEmpty();
    } catch (IOException e) {
      throw new StorageException(setting + ": cannot read " + path(path), e);
    }
  }

  /**
   * Refuses to go on where the lease has gone to another run.
   *
   * @throws OutputInUseException if it has
   */
  public void check() {
    lease.check();
  }

  /** Gives the lease back; the folder stays where there is something to go on from. */
  @Override
  public void close() {
    try {
      if (numbers().isEmpty()) {
        fileSystem.delete(Replacement.file(target), false);
      }
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", folder, e.getMessage());
    }
    lease.close();
    try {
      removeEmpty(fileSystem, folder);
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", folder, e.getMessage());
    }
  }
}
