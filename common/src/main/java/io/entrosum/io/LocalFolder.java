package io.entrosum.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of the local file system. */
record LocalFolder(Path path) implements FolderReader {
  @Override
  public String location() {
    return path.toString();
  }

  @Override
  public boolean exists(String name) {
    return Files.isRegularFile(path.resolve(name));
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(path.resolve(name));
  }

  @Override
  public InputStream open(String name) throws IOException {
    return Files.newInputStream(path.resolve(name));
  }
}
