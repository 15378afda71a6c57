package io.entrosum.io;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The header of a safetensors file: its length as 8 bytes, little-endian, then JSON that gives each
 * tensor its type, shape and place in the data that follow.
 *
 * @param metadata free text by key
 * @param entries the tensors in the order of their data, which they cover without holes
 */
record TensorHeader(Map<String, String> metadata, List<Entry> entries) {
  /** The longest header, in bytes; that of the reference implementation. */
  static final int LONGEST = 100_000_000;

  /** The key of the metadata, which no tensor may have. */
  static final String METADATA = "__metadata__";

  static final String REMEDY =
      "the file is damaged or not a safetensors file: copy it again, or train again";

  /** The place of a tensor in the data, in bytes from their start. */
  record Entry(String name, List<Integer> shape, long begin, long end) {
    long bytes() {
      return end - begin;
    }
  }

  /**
   * The bytes of the header, its length in front.
   *
   * @throws IllegalArgumentException if it is longer than a header may be
   */
  byte[] toBytes() {
    ObjectNode json = StrictJson.object();
    long length = 0;
    if (!metadata.isEmpty()) {
      ObjectNode texts = json.putObject(METADATA);
      new TreeMap<>(metadata).forEach(texts::put);
      length = metadata.values().stream().mapToLong(String::length).sum();
    }
    for (Entry entry : entries) {
      ObjectNode tensor = json.putObject(entry.name).put("dtype", "F64");
      entry.shape.forEach(tensor.putArray("shape")::add);
      tensor.putArray("data_offsets").add(entry.begin).add(entry.end);
    }
    checkLength(length); // before it is written, as nobody has memory for any length
    byte[] text = StrictJson.line(json).getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + 7) / 8 * 8;
    checkLength(padded);
    byte[] bytes = new byte[8 + padded];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(text);
    Arrays.fill(bytes, 8 + text.length, bytes.length, (byte) ' ');
    return bytes;
  }

  private static void checkLength(long length) {
    if (length > LONGEST) {
      throw new IllegalArgumentException(
          "tensors: names and metadata must take at most "
              + LONGEST
              + " bytes but take "
              + length
              + " (shorten the column names)");
    }
  }

  /**
   * Reads the header.
   *
   * @param in at the start of the file; afterwards at the start of the data
   * @param size of the whole file in bytes
   */
  static TensorHeader read(InputStream in, long size, String where) throws IOException {
    byte[] prefix = in.readNBytes(8);
    if (size < 8 || prefix.length < 8) {
      throw invalid(where, "must have at least 8 bytes but has " + Math.min(size, prefix.length));
    }
    long length = ByteBuffer.wrap(prefix).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > LONGEST || length > size - 8) {
      throw invalid(
          where,
          "the header must have at most "
              + Math.min(LONGEST, size - 8)
              + " bytes in a file of "
              + size
              + " but its length is given as "
              + Long.toUnsignedString(length));
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length) {
      throw truncated(where, size, 8L + text.length);
    }
    if (length == 0 || text[0] != '{') {
      throw invalid(where, "the header must start with {");
    }
    return new TensorHeaderParser(where, size - 8 - length).parse(text);
  }

  static InvalidModelException truncated(String where, long size, long found) {
    return invalid(where, "must have " + size + " bytes but ends after " + found);
  }

  static InvalidModelException invalid(String where, String what) {
    return new InvalidModelException(where, what, REMEDY);
  }
}
