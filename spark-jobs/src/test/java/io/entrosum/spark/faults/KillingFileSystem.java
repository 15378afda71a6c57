package io.entrosum.spark.faults;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.Arrays;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local file system, whose changes below an output are {@link FileOperations}: of a write that
 * is killed half the bytes arrive, of a folder that is being deleted one file is gone. For {@code
 * -Dspark.hadoop.fs.file.impl}.
 */
public final class KillingFileSystem extends LocalFileSystem {
  /** Made by Hadoop. */
  public KillingFileSystem() {
    super(new Raw());
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public FSDataOutputStream create(
        Path file,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      return FileOperations.run(
          "create",
          file,
          FileOperations.Half.NONE,
          () ->
              watched(
                  file,
                  super.create(file, overwrite, bufferSize, replication, blockSize, progress)));
    }

    @Override
    public FSDataOutputStream create(
        Path file,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      return FileOperations.run(
          "create",
          file,
          FileOperations.Half.NONE,
          () ->
              watched(
                  file,
                  super.create(
                      file, permission, overwrite, bufferSize, replication, blockSize, progress)));
    }

    private static FSDataOutputStream watched(Path file, OutputStream stream) throws IOException {
      return new FSDataOutputStream(new BufferedOutputStream(new Watched(file, stream)), null);
    }

    @Override
    public boolean mkdirs(Path folder) throws IOException {
      return FileOperations.run(
          "mkdirs", folder, FileOperations.Half.NONE, () -> super.mkdirs(folder));
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      return FileOperations.run(
          "rename", from, FileOperations.Half.NONE, () -> super.rename(from, to));
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      return FileOperations.run(
          "delete", path, number -> deleteOne(path, number), () -> super.delete(path, recursive));
    }

    private void deleteOne(Path folder, int number) throws IOException {
      File[] files = pathToFile(folder).listFiles(File::isFile);
      if (files != null && files.length > 0) {
        Arrays.sort(files);
        Files.delete(files[number % files.length].toPath());
      }
    }
  }

  private static final class Watched extends FilterOutputStream {
    private final Path file;
    private boolean closed;

    Watched(Path file, OutputStream out) {
      super(out);
      this.file = file;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      FileOperations.run(
          "write",
          file,
          number -> {
            out.write(bytes, from, length / 2);
            out.flush();
          },
          () -> {
            out.write(bytes, from, length);
            return length;
          });
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        FileOperations.run(
            "close",
            file,
            FileOperations.Half.NONE,
            () -> {
              out.close();
              return file;
            });
      }
    }
  }
}
