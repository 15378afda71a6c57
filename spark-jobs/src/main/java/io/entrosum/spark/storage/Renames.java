package io.entrosum.spark.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Whether a file system renames folders in one step.
 *
 * <p>Hadoop has no capability that says so. Known to are local disks, HDFS (also through its web
 * interfaces, and behind {@code viewfs}), and Azure's storage with a hierarchical namespace, which
 * is known by entity tags that a rename keeps. Every other file system is taken for an object store
 * where a rename is a copy: what is right there is right everywhere.
 */
final class Renames {
  private static final Set<String> ATOMIC = Set.of("file", "hdfs", "webhdfs", "swebhdfs");

  private Renames() {}

  /**
   * Whether folders at a path are renamed in one step.
   *
   * @param path exists
   */
  static boolean areAtomic(FileSystem fileSystem, Path path) throws IOException {
    String scheme = fileSystem.resolvePath(path).toUri().getScheme();
    return ATOMIC.contains(String.valueOf(scheme).toLowerCase(Locale.ROOT))
        || fileSystem.hasPathCapability(path, CommonPathCapabilities.ETAGS_PRESERVED_IN_RENAME);
  }

  /**
   * Refuses a local folder that is a mount point: nothing can be renamed to it, and it to nothing.
   *
   * @throws IOException if it is one
   */
  static void refuseMountPoint(FileSystem fileSystem, Path target) throws IOException {
    if (!(fileSystem instanceof RawLocalFileSystem local)) {
      return;
    }
    java.nio.file.Path folder = local.pathToFile(target).toPath();
    if (folder.getParent() != null
        && Files.isDirectory(folder)
        && Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)
        && !device(folder).equals(device(folder.getParent()))) {
      throw new IOException(
          "it is a mount point, which no other folder can replace (give a folder in it, "
              + folder.resolve("model")
              + ")");
    }
  }

  private static Object device(java.nio.file.Path folder) throws IOException {
    return Files.getAttribute(folder, "unix:dev");
  }
}
