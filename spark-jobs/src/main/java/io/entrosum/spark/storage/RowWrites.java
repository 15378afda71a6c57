package io.entrosum.spark.storage;

import io.entrosum.init.UnusableDataException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Spark jobs that write rows into an output folder. */
public final class RowWrites {
  /** Of other packages, exceptions are about what is in a file. */
  private static final List<String> STORAGE =
      List.of(
          "java.io.IOException", "java.io.FileNotFound", "java.nio.file.", "org.apache.hadoop.");

  private RowWrites() {}

  /**
   * Runs a job that writes into a folder.
   *
   * @param job gets where to write
   * @return what the job gives
   * @throws StorageException if a file system refuses, in whatever task
   */
  public static <T> T into(OutputFolder folder, Function<String, T> job) {
    try {
      return job.apply(folder.temporary());
    } catch (UnusableDataException e) {
      throw e;
    } catch (Exception e) { // Spark's are checked, and not declared
      IOException refusal = refusal(e);
      if (refusal == null) {
        throw e;
      }
      throw new StorageException("output.path: cannot write rows to " + folder.target(), refusal);
    }
  }

  /** The same with a job that gives nothing. */
  public static void run(OutputFolder folder, Consumer<String> job) {
    into(
        folder,
        path -> {
          job.accept(path);
          return path;
        });
  }

  private static @Nullable IOException refusal(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      String name = t.getClass().getName();
      if (t instanceof IOException io && STORAGE.stream().anyMatch(name::startsWith)) {
        return io;
      }
    }
    return null;
  }
}
