package io.entrosum.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Named tensors and text metadata in the safetensors format.
 *
 * <p>A file is the length of its header (8 bytes, little-endian), the header (JSON, padded with
 * spaces to a multiple of 8 bytes) and the values of the tensors one after the other (float64,
 * little-endian). The same tensors and metadata always give the same bytes: tensors are in the
 * order in which they were added, metadata in the order of their keys.
 *
 * <p>Reading trusts nothing: no length in a file is used before it was checked against the size of
 * the file, and every byte of the file must belong to exactly one thing. Element types other than
 * F64 are refused.
 */
public final class TensorFile {
  private static final int CHUNK = 1 << 16;

  private final Map<String, String> metadata;
  private final Map<String, Tensor> tensors;

  private TensorFile(Map<String, String> metadata, Map<String, Tensor> tensors) {
    this.metadata = Collections.unmodifiableMap(metadata);
    this.tensors = Collections.unmodifiableMap(tensors);
  }

  /** A builder without tensors. */
  public static Builder builder() {
    return new Builder();
  }

  /** Free text, in the order of the keys. */
  public Map<String, String> metadata() {
    return metadata;
  }

  /** The tensors by name, in their order in the file. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /** The tensors and texts whose names begin with a prefix, without it. */
  TensorFile part(String prefix) {
    Builder part = builder();
    metadata.forEach(
        (key, text) -> {
          if (key.startsWith(prefix)) {
            part.metadata(key.substring(prefix.length()), text);
          }
        });
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix) && name.length() > prefix.length()) {
            part.tensor(name.substring(prefix.length()), tensor);
          }
        });
    return part.build();
  }

  /** A tensor, or null if there is none of that name. */
  public @Nullable Tensor tensor(String name) {
    return tensors.get(name);
  }

  /**
   * Writes the file.
   *
   * @param out is not closed
   * @throws IllegalArgumentException if names and metadata are longer than a header may be
   */
  public void write(OutputStream out) throws IOException {
    List<TensorHeader.Entry> entries = new ArrayList<>();
    long at = 0;
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      long end = at + 8L * tensor.getValue().values().length;
      entries.add(new TensorHeader.Entry(tensor.getKey(), tensor.getValue().shape(), at, end));
      at = end;
    }
    out.write(new TensorHeader(metadata, entries).toBytes());
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (Tensor tensor : tensors.values()) {
      double[] values = tensor.values();
      for (int from = 0; from < values.length; from += CHUNK / 8) {
        int n = Math.min(CHUNK / 8, values.length - from);
        chunk.asDoubleBuffer().put(values, from, n);
        out.write(chunk.array(), 0, 8 * n);
      }
    }
    out.flush();
  }

  /**
   * Reads a file to its end.
   *
   * @param in is not closed
   * @param size of the file in bytes, as its storage gives it: an upper limit of what is allocated
   * @param where the file, for messages
   * @throws InvalidModelException if it is not a whole, valid file of float64 tensors
   */
  public static TensorFile read(InputStream in, long size, String where) throws IOException {
    TensorHeader header = TensorHeader.read(in, size, where);
    Builder builder = builder();
    try {
      header.metadata().forEach(builder::metadata);
      long total = header.entries().stream().mapToLong(TensorHeader.Entry::bytes).sum();
      for (TensorHeader.Entry entry : header.entries()) {
        double[] values = new double[(int) (entry.bytes() / 8)];
        long found = fill(values, in);
        if (found < entry.bytes()) {
          throw TensorHeader.truncated(where, size, size - total + entry.begin() + found);
        }
        int[] shape = entry.shape().stream().mapToInt(Integer::intValue).toArray();
        builder.tensor(entry.name(), Tensor.of(values, shape));
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException(where, e);
    }
    if (in.read() >= 0) {
      throw TensorHeader.invalid(where, "must end after " + size + " bytes but goes on");
    }
    return builder.build();
  }

  /** Reads values; returns the number of bytes that there were. */
  private static long fill(double[] values, InputStream in) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK / 8) {
      int n = Math.min(CHUNK / 8, values.length - from);
      int found = in.readNBytes(chunk.array(), 0, 8 * n);
      if (found < 8 * n) {
        return 8L * from + found;
      }
      chunk.asDoubleBuffer().get(values, from, n);
    }
    return 8L * values.length;
  }

  /** Collects tensors and metadata. */
  public static final class Builder {
    private final Map<String, String> metadata = new TreeMap<>();
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a text.
     *
     * @throws IllegalArgumentException if the key is taken, or key or text are not valid Unicode
     */
    public Builder metadata(String key, String text) {
      checkText(key);
      checkText(text);
      if (metadata.putIfAbsent(key, text) != null) {
        throw new IllegalArgumentException("tensors: metadata " + key + " is given twice");
      }
      return this;
    }

    /**
     * Adds a tensor.
     *
     * @throws IllegalArgumentException if the name is taken, empty, reserved or not valid Unicode
     */
    public Builder tensor(String name, Tensor tensor) {
      checkText(name);
      if (name.isEmpty() || name.equals(TensorHeader.METADATA)) {
        throw new IllegalArgumentException("tensors: a tensor cannot be named \"" + name + "\"");
      }
      if (tensors.putIfAbsent(name, tensor) != null) {
        throw new IllegalArgumentException("tensors: there are two tensors " + name);
      }
      return this;
    }

    /** Adds all that a file has, each name with a prefix. */
    Builder part(String prefix, TensorFile file) {
      file.metadata().forEach((key, text) -> metadata(prefix + key, text));
      file.tensors().forEach((name, tensor) -> tensor(prefix + name, tensor));
      return this;
    }

    /** The file of what was added so far. */
    public TensorFile build() {
      return new TensorFile(new TreeMap<>(metadata), new LinkedHashMap<>(tensors));
    }

    private static void checkText(String text) {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        throw new IllegalArgumentException(
            "tensors: half of a surrogate pair in the text \"" + text + "\"");
      }
    }
  }
}
