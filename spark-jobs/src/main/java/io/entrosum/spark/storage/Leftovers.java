package io.entrosum.spark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What interrupted runs have left beside an output, by the names of {@link Publication}. */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private Leftovers() {}

  /**
   * Removes folders that were never published; puts back an old output that was being replaced, or
   * removes it where the new one is complete.
   *
   * @param unpublished whether folders that were never published are to be removed
   */
  static void tidy(FileSystem fileSystem, Path target, boolean unpublished) throws IOException {
    String name = Pattern.quote(target.getName());
    Pattern temporary = Pattern.compile(name + "\\.(tmp|last)-[0-9a-f]{8}");
    Pattern replaced = Pattern.compile(name + "\\.old-[0-9a-f]{8}");
    List<FileStatus> old = new ArrayList<>();
    for (FileStatus sibling : list(fileSystem, target.getParent())) {
      if (temporary.matcher(sibling.getPath().getName()).matches()) {
        if (!unpublished) {
          continue;
        }
        LOG.info("removing {}, which a run has left that was interrupted", sibling.getPath());
        fileSystem.delete(sibling.getPath(), true);
      } else if (replaced.matcher(sibling.getPath().getName()).matches()) {
        old.add(sibling);
      }
    }
    old.sort(Comparator.comparingLong(FileStatus::getModificationTime).reversed());
    for (FileStatus folder : old) {
      if (!fileSystem.exists(target) && fileSystem.rename(folder.getPath(), target)) {
        LOG.info("put back {}, whose replacement was interrupted", target);
      } else if (Publication.isComplete(fileSystem, target)) {
        fileSystem.delete(folder.getPath(), true);
      }
    }
  }

  /** What is in a folder; nothing, if there is none. */
  static FileStatus[] list(FileSystem fileSystem, Path folder) throws IOException {
    try {
      return fileSystem.listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }
}
