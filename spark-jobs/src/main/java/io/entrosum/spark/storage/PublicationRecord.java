package io.entrosum.spark.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.io.InvalidModelException;
import io.entrosum.io.Manifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a run is about to publish, written to its run folder where renames are copies: by it the
 * next run knows files at the target that an interrupted publication has left.
 *
 * @param files of the folder to publish
 * @param run what the run is, by key
 */
record PublicationRecord(Manifest files, SortedMap<String, String> run) {
  /** The name of the file. */
  static final String NAME = "publication.json";

  private static final int LONGEST = 1 << 24;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The file of an output. */
  static Path file(Path target) {
    return new Path(RunFolder.path(target), NAME);
  }

  void write(FileSystem fileSystem, Path target) throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.set("manifest", JSON.readTree(files.toJson()));
    json.set("run", JSON.valueToTree(run));
    try (OutputStream out = fileSystem.create(file(target), true)) {
      out.write(JSON.writeValueAsBytes(json));
    }
  }

  /** The record of an output; null if there is none, or half of it. */
  static @Nullable PublicationRecord read(FileSystem fileSystem, Path target) throws IOException {
    Path file = file(target);
    try (InputStream in = fileSystem.open(file)) {
      JsonNode json = JSON.readTree(in.readNBytes(LONGEST));
      SortedMap<String, String> run = new TreeMap<>();
      for (Map.Entry<String, JsonNode> entry : json.path("run").properties()) {
        run.put(entry.getKey(), entry.getValue().asText());
      }
      byte[] manifest = JSON.writeValueAsBytes(json.path("manifest"));
      return new PublicationRecord(Manifest.parse(manifest, file.toString()), run);
    } catch (FileNotFoundException | JsonProcessingException | InvalidModelException e) {
      return null;
    }
  }

  /**
   * Whether it explains every file at the target, to the byte; reads them.
   *
   * @param found what is there
   */
  boolean explains(FileSystem fileSystem, FileStatus[] found) throws IOException {
    for (FileStatus file : found) {
      String name = file.getPath().getName();
      if (!file.isFile() || !files.names().contains(name)) {
        return false;
      }
      try (InputStream in = fileSystem.open(file.getPath())) {
        files.verify(name, in, name);
      } catch (InvalidModelException e) {
        return false;
      }
    }
    return true;
  }
}
