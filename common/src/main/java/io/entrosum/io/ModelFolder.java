package io.entrosum.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads models from the folders that training writes.
 *
 * <p>A folder is a model only if its manifest is there and every file in it is as the manifest
 * says: present, of its size, with its SHA-256. The manifest is written last, so a folder whose
 * writing was interrupted is never taken for a model.
 */
public final class ModelFolder {
  /** The file of the parameters. */
  public static final String MODEL = "model.safetensors";

  /** Manifests are small; a file of more bytes is none. */
  private static final int LONGEST_MANIFEST = 1 << 20;

  private ModelFolder() {}

  /**
   * Loads the model of a folder, or of a single {@code .safetensors} file, of the local file
   * system.
   *
   * @throws InvalidModelException if there is no model, or it is damaged
   */
  public static ModelFile load(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return load(new LocalFolder(path));
    }
    if (!Files.isRegularFile(path)) {
      throw new InvalidModelException(
          path.toString(), "there is no such file or folder", "check the path of the model");
    }
    if (!path.toString().endsWith(".safetensors")) {
      throw new InvalidModelException(
          path.toString(),
          "a model is a folder or a file that ends in .safetensors",
          "give the output folder of a training");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return ModelFile.read(in, Files.size(path), path.toString());
    }
  }

  /**
   * Loads the model of a folder, after checking every file that its manifest lists.
   *
   * @throws InvalidModelException if there is no model, or it is damaged
   */
  public static ModelFile load(FolderReader folder) throws IOException {
    Manifest manifest = manifest(folder);
    if (!manifest.names().contains(MODEL)) {
      throw new InvalidModelException(
          at(folder, Manifest.NAME),
          "must list " + MODEL + " but lists " + manifest.names(),
          "give the output folder of a training");
    }
    for (String name : manifest.names()) {
      verify(folder, manifest, name);
    }
    try (InputStream in = folder.open(MODEL)) {
      return ModelFile.read(in, folder.size(MODEL), at(folder, MODEL));
    }
  }

  private static Manifest manifest(FolderReader folder) throws IOException {
    if (!folder.exists(Manifest.NAME)) {
      throw new InvalidModelException(
          folder.location(),
          "has no " + Manifest.NAME + ", and a folder without a complete manifest is not a model",
          "its training has not finished, or it was copied in part: train or copy it again");
    }
    byte[] json;
    try (InputStream in = folder.open(Manifest.NAME)) {
      json = in.readNBytes(LONGEST_MANIFEST);
    }
    return Manifest.parse(json, at(folder, Manifest.NAME));
  }

  private static void verify(FolderReader folder, Manifest manifest, String name)
      throws IOException {
    if (!folder.exists(name)) {
      throw new InvalidModelException(
          at(folder, name),
          "is listed in " + Manifest.NAME + " but missing",
          "copy the whole folder again, or train again");
    }
    try (InputStream in = folder.open(name)) {
      manifest.verify(name, in, at(folder, name));
    }
  }

  private static String at(FolderReader folder, String name) {
    String location = folder.location();
    return location.endsWith("/") ? location + name : location + "/" + name;
  }
}
