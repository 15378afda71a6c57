package io.entrosum.spark.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.io.InvalidModelException;
import io.entrosum.io.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A small file that says which model folder is in service. Readers are given the pointer in place
 * of the folder; who publishes another model replaces the pointer in one step, so that every reader
 * finds the old model or the new one, whole.
 *
 * <p>JSON: {@code format}, {@code model} (relative to the folder of the pointer where the model
 * lies in it, else absolute), {@code manifestSha256}, {@code published}.
 */
public final class ModelPointer {
  /** How the name of a pointer ends. */
  public static final String SUFFIX = ".json";

  private static final int FORMAT_VERSION = 1;
  private static final int LONGEST = 1 << 16;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelPointer() {}

  /**
   * Puts a model into service.
   *
   * @param pointer the file, ending in {@link #SUFFIX}; replaced if it is there
   * @param folder of a complete model
   * @throws InvalidModelException if the model is incomplete or damaged, or the file that is there
   *     is no pointer
   * @throws StorageException if the file system cannot be reached or refuses
   */
  public static void publish(String pointer, String folder, Configuration configuration) {
    ModelStorage.load(folder, configuration);
    try {
      Path file = qualified(pointer, configuration);
      if (FileSystems.of(file, configuration).exists(file)) {
        read(file, configuration);
      }
      Path model = qualified(folder, configuration);
      ObjectNode node = JSON.createObjectNode();
      node.put("format", FORMAT_VERSION);
      node.put("model", relative(file.getParent(), model));
      node.put("manifestSha256", manifestSum(model, configuration));
      node.put("published", Instant.now().toString());
      byte[] text =
          (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n")
              .getBytes(StandardCharsets.UTF_8);
      FileSystems.writeBytes(pointer, text, configuration);
    } catch (IOException e) {
      throw new StorageException("cannot write the pointer " + pointer, e);
    }
  }

  /**
   * The folder that a location stands for: that which a pointer names, else the location itself.
   *
   * @throws InvalidModelException if it is a file of a pointer's name but none, or the model is not
   *     the one that was published
   * @throws StorageException if the file system cannot be reached or refuses
   */
  public static String resolve(String location, Configuration configuration) {
    if (!location.endsWith(SUFFIX)) {
      return location;
    }
    try {
      Path file = qualified(location, configuration);
      FileSystem fileSystem = FileSystems.of(file, configuration);
      if (!fileSystem.exists(file) || fileSystem.getFileStatus(file).isDirectory()) {
        return location;
      }
      JsonNode node = read(file, configuration);
      Path model = new Path(file.getParent(), node.path("model").asText());
      if (!FileSystems.exists(model.toString(), configuration)) {
        throw new InvalidModelException(
            location, "points to " + model + ", which is not there", "publish another model");
      }
      if (!manifestSum(model, configuration).equals(node.path("manifestSha256").asText())) {
        throw new InvalidModelException(
            location,
            "points to " + model + ", which is another model than the one that was published",
            "publish it again");
      }
      return model.toString();
    } catch (IOException e) {
      throw new StorageException("cannot read the pointer " + location, e);
    }
  }

  private static Path qualified(String location, Configuration configuration) throws IOException {
    Path path = new Path(location);
    return FileSystems.of(path, configuration).makeQualified(path);
  }

  private static String relative(Path folder, Path model) {
    String base = folder.toString().endsWith("/") ? folder.toString() : folder + "/";
    return model.toString().startsWith(base)
        ? model.toString().substring(base.length())
        : model.toString();
  }

  private static JsonNode read(Path file, Configuration configuration) throws IOException {
    byte[] bytes;
    try (InputStream in = FileSystems.of(file, configuration).open(file)) {
      bytes = in.readNBytes(LONGEST);
    }
    JsonNode node;
    try {
      node = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      node = null;
    }
    if (node == null
        || !node.path("format").isInt()
        || !node.path("model").isTextual()
        || !node.path("manifestSha256").isTextual()) {
      throw new InvalidModelException(
          file.toString(), "is no pointer to a model", "name a file that publish wrote");
    }
    if (node.path("format").asInt() > FORMAT_VERSION) {
      throw new InvalidModelException(
          file.toString(),
          "has format "
              + node.path("format").asInt()
              + " and this version reads up to "
              + FORMAT_VERSION,
          "use the version of Entrosum that wrote it");
    }
    return node;
  }

  private static String manifestSum(Path folder, Configuration configuration) throws IOException {
    Path manifest = new Path(folder, Manifest.NAME);
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) { // every Java has it
      throw new UncheckedIOException(new IOException(e));
    }
    FileSystem fileSystem = FileSystems.of(folder, configuration);
    if (!fileSystem.exists(manifest)) {
      throw new InvalidModelException(
          folder.toString(), "has no " + Manifest.NAME, "name the output folder of train");
    }
    try (InputStream in = new DigestInputStream(fileSystem.open(manifest), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
