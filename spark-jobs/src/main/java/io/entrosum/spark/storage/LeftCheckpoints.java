package io.entrosum.spark.storage;

import io.entrosum.io.CourseFile;
import io.entrosum.io.InvalidModelException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds what interrupted runs have left; takes no lease, and changes nothing. */
public final class LeftCheckpoints {
  private static final Logger LOG = LoggerFactory.getLogger(LeftCheckpoints.class);

  private LeftCheckpoints() {}

  /**
   * The checkpoint that was written last among those of some runs; empty if there is none, if its
   * run is still at work, or if it cannot be read.
   *
   * @param parent of the folders of runs
   * @param prefix of their names
   */
  public static Optional<CourseFile> newest(
      Path parent, String prefix, Configuration configuration) {
    try {
      FileSystem fileSystem = FileSystems.of(parent, configuration);
      Path pattern = new Path(parent, prefix + "*" + RunFolder.SUFFIX + "/checkpoint-*");
      FileStatus[] found = fileSystem.globStatus(pattern);
      Optional<FileStatus> last =
          Arrays.stream(found == null ? new FileStatus[0] : found)
              .max(Comparator.comparingLong(FileStatus::getModificationTime));
      if (last.isEmpty() || RunFolder.isLeased(fileSystem, last.get().getPath().getParent())) {
        return Optional.empty();
      }
      return Optional.of(RunFolder.read(fileSystem, last.get().getPath()));
    } catch (IOException | InvalidModelException | CheckpointRefusedException e) {
      LOG.debug("cannot look for checkpoints in {}", parent, e);
      return Optional.empty();
    }
  }
}
