package io.entrosum.spark.storage;

import io.entrosum.io.FolderReader;
import io.entrosum.io.InvalidModelException;
import io.entrosum.io.ModelFile;
import io.entrosum.io.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Loads models from any file system that Hadoop's client reaches. */
public final class ModelStorage {
  private ModelStorage() {}

  /**
   * Loads the model of a folder, after checking every file that its manifest lists, of a single
   * {@code .safetensors} file, or the one that a {@link ModelPointer} names.
   *
   * @throws InvalidModelException if there is no model, or it is damaged
   * @throws StorageException if the file system cannot be reached or refuses
   */
  public static ModelFile load(String location, Configuration configuration) {
    Path path = new Path(ModelPointer.resolve(location, configuration));
    try {
      FileSystem fileSystem = FileSystems.of(path, configuration);
      HadoopFolder folder = new HadoopFolder(fileSystem, path);
      if (!location.endsWith(".safetensors") || fileSystem.getFileStatus(path).isDirectory()) {
        refuseFile(fileSystem, path);
        return ModelFolder.load(folder);
      }
      try (InputStream in = fileSystem.open(path)) {
        return ModelFile.read(in, fileSystem.getFileStatus(path).getLen(), location);
      }
    } catch (IOException e) {
      throw new StorageException("cannot read the model " + location, e);
    }
  }

  private static void refuseFile(FileSystem fileSystem, Path path) throws IOException {
    if (fileSystem.exists(path) && !fileSystem.getFileStatus(path).isDirectory()) {
      throw new InvalidModelException(
          path.toString(),
          "is a file, and a model is a folder, a file that ends in .safetensors or a pointer in .json",
          "give the output folder of a training");
    }
  }

  private record HadoopFolder(FileSystem fileSystem, Path path) implements FolderReader {
    private Path file(String name) {
      return new Path(path, name);
    }

    @Override
    public String location() {
      return path.toString();
    }

    @Override
    public boolean exists(String name) throws IOException {
      return fileSystem.exists(file(name));
    }

    @Override
    public long size(String name) throws IOException {
      return fileSystem.getFileStatus(file(name)).getLen();
    }

    @Override
    public InputStream open(String name) throws IOException {
      return fileSystem.open(file(name));
    }
  }
}
