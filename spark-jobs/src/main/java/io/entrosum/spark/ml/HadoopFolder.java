package io.entrosum.spark.ml;

import io.entrosum.io.Checksum;
import io.entrosum.io.FolderReader;
import io.entrosum.io.Manifest;
import io.entrosum.io.ModelFile;
import io.entrosum.io.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A model folder on any file system that Hadoop's client reaches. */
record HadoopFolder(FileSystem files, Path folder) implements FolderReader {
  static HadoopFolder of(Path folder, Configuration configuration) throws IOException {
    return new HadoopFolder(folder.getFileSystem(configuration), folder);
  }

  @Override
  public String location() {
    return folder.toString();
  }

  @Override
  public boolean exists(String name) throws IOException {
    Path path = new Path(folder, name);
    return files.exists(path) && files.getFileStatus(path).isFile();
  }

  @Override
  public long size(String name) throws IOException {
    return files.getFileStatus(new Path(folder, name)).getLen();
  }

  @Override
  public InputStream open(String name) throws IOException {
    return files.open(new Path(folder, name));
  }

  /** Writes a model, and last, from what was really written, the manifest. */
  void write(ModelFile model) throws IOException {
    try (OutputStream out = files.create(new Path(folder, ModelFolder.MODEL), false)) {
      model.write(out);
    }
    Manifest.Builder manifest = Manifest.builder();
    try (InputStream in = open(ModelFolder.MODEL)) {
      manifest.add(ModelFolder.MODEL, Checksum.of(in));
    }
    try (OutputStream out = files.create(new Path(folder, Manifest.NAME), false)) {
      out.write(manifest.build().toJson());
    }
  }
}
