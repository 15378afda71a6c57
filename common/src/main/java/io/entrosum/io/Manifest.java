package io.entrosum.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of a model folder with their sizes and SHA-256 checksums. It is written last: a folder
 * whose manifest is there and agrees with its files is complete.
 */
public final class Manifest {
  /** The name of the file. */
  public static final String NAME = "MANIFEST.json";

  /** The newest format that this software reads, and the one that it writes. */
  public static final int FORMAT = 1;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,199}");
  private static final String REMEDY = "copy the whole folder again, or train again";

  private final SortedMap<String, Checksum> files;

  private Manifest(SortedMap<String, Checksum> files) {
    this.files = Collections.unmodifiableSortedMap(files);
  }

  /** A builder without files. */
  public static Builder builder() {
    return new Builder();
  }

  /** The names of the files, in alphabetical order. */
  public Set<String> names() {
    return files.keySet();
  }

  /**
   * Checks the content of a file.
   *
   * @throws InvalidModelException if it is not listed, or not what it was when it was listed
   */
  public void verify(String name, byte[] content) {
    try {
      verify(name, new ByteArrayInputStream(content), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Checks the content of a file.
   *
   * @param content is read to its end, not closed
   * @param where the file, for messages
   * @throws InvalidModelException if it is not listed, or not what it was when it was listed
   */
  public void verify(String name, InputStream content, String where) throws IOException {
    @Nullable Checksum listed = files.get(name);
    if (listed == null) {
      throw new InvalidModelException(where, "is not listed in " + NAME, REMEDY);
    }
    Checksum found = Checksum.of(content);
    if (found.size() != listed.size()) {
      throw new InvalidModelException(
          where,
          "must have " + listed.size() + " bytes by " + NAME + " but has " + found.size(),
          REMEDY);
    }
    if (!found.equals(listed)) {
      throw new InvalidModelException(
          where,
          "must have the SHA-256 " + listed.sha256() + " by " + NAME + " but has " + found.sha256(),
          "the file is damaged or was replaced: " + REMEDY);
    }
  }

  /** The file: JSON, the same bytes for the same files. */
  public byte[] toJson() {
    ObjectNode json = StrictJson.object().put("format", FORMAT);
    ArrayNode list = json.putArray("files");
    files.forEach(
        (name, checksum) ->
            list.addObject()
                .put("name", name)
                .put("size", checksum.size())
                .put("sha256", checksum.sha256()));
    return StrictJson.indented(json);
  }

  /**
   * Reads a manifest.
   *
   * @param where the file, for messages
   * @throws InvalidModelException if it is not one
   */
  public static Manifest parse(byte[] json, String where) {
    try {
      JsonNode parsed = StrictJson.parse(json);
      checkFormat(parsed.path("format"), where);
      return parse(parsed);
    } catch (StrictJson.MalformedException | IllegalArgumentException e) {
      throw new InvalidModelException(where, String.valueOf(e.getMessage()), REMEDY);
    }
  }

  private static void checkFormat(JsonNode format, String where) {
    if (format.isMissingNode()) {
      return; // the check of the keys says so
    }
    if (!isLong(format) || format.longValue() < 1) {
      throw new IllegalArgumentException(
          "format must be a whole number from 1 on but is " + format);
    }
    if (format.longValue() > FORMAT) {
      throw InvalidModelException.newerFormat(where, "the manifest", format.longValue(), FORMAT);
    }
  }

  private static Manifest parse(JsonNode json) {
    checkKeys(json, Set.of("format", "files"), "the manifest");
    if (!json.path("files").isArray()) {
      throw new IllegalArgumentException("files must be a list but is " + json.path("files"));
    }
    Builder builder = builder();
    for (JsonNode file : json.path("files")) {
      checkKeys(file, Set.of("name", "size", "sha256"), "a file");
      JsonNode name = file.path("name");
      JsonNode size = file.path("size");
      JsonNode sha256 = file.path("sha256");
      if (!name.isTextual() || !sha256.isTextual() || !isLong(size)) {
        throw new IllegalArgumentException(
            "a file must have a name, a size in bytes and a SHA-256 but is " + file);
      }
      builder.add(name.textValue(), new Checksum(size.longValue(), sha256.textValue()));
    }
    return builder.build();
  }

  private static boolean isLong(JsonNode json) {
    return json.isIntegralNumber() && json.canConvertToLong();
  }

  private static void checkKeys(JsonNode json, Set<String> keys, String what) {
    Set<String> found = new TreeSet<>();
    json.fieldNames().forEachRemaining(found::add);
    if (!json.isObject() || !found.equals(keys)) {
      throw new IllegalArgumentException(
          what + " must have the keys " + new TreeSet<>(keys) + " but has " + found);
    }
  }

  /** Collects files. */
  public static final class Builder {
    private final SortedMap<String, Checksum> files = new TreeMap<>();

    private Builder() {}

    /**
     * Adds a file.
     *
     * @throws IllegalArgumentException if the name is not a plain file name, or there twice
     */
    public Builder add(String name, byte[] content) {
      return add(name, Checksum.of(content));
    }

    /**
     * Adds a file whose checksum is known.
     *
     * @throws IllegalArgumentException if the name is not a plain file name, or there twice
     */
    public Builder add(String name, Checksum checksum) {
      if (!PLAIN.matcher(name).matches() || name.equalsIgnoreCase(NAME)) {
        throw new IllegalArgumentException(
            "name must be a plain file name (letters, digits, . _ -) other than "
                + NAME
                + " but is \""
                + name
                + "\"");
      }
      if (files.putIfAbsent(name, checksum) != null) {
        throw new IllegalArgumentException("the file " + name + " is listed twice");
      }
      return this;
    }

    /** The manifest of the files added so far. */
    public Manifest build() {
      return new Manifest(new TreeMap<>(files));
    }
  }
}
