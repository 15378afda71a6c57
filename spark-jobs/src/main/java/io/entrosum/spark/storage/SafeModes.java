package io.entrosum.spark.storage;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** Asks for HDFS's safe mode, in which it takes no writes, and clients may retry for minutes. */
final class SafeModes {
  private SafeModes() {}

  /**
   * Refuses a file system in safe mode.
   *
   * @throws IOException if it is, or cannot be asked
   */
  static void refuse(FileSystem fileSystem) throws IOException {
    if (fileSystem instanceof DistributedFileSystem hdfs && hdfs.isInSafeMode()) {
      throw new IOException(
          fileSystem.getUri()
              + " is in safe mode and takes no writes (wait until it leaves it; hdfs dfsadmin"
              + " -safemode get tells)");
    }
  }
}
