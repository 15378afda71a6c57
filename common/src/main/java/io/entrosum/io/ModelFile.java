package io.entrosum.io;

import io.entrosum.linalg.NumericalException;
import io.entrosum.model.LatentModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model as it is stored: its parameters, the names of its columns, and free text.
 *
 * <p>The file is a {@link TensorFile}; any program that reads safetensors can read the parameters.
 * The texts {@code entrosum.format}, {@code entrosum.model} and {@code entrosum.columns} say what
 * it is; others belong to the type of model. Writing and reading gives the same bits.
 *
 * @param model the model; one that was read has passed every check
 * @param columns the names of its columns in their order: D different, non-empty names
 * @param metadata other texts by key, of our own under {@code entrosum.}; {@link #VERSION} is
 *     always among them, by default that of the software that runs
 */
public record ModelFile(LatentModel<?> model, List<String> columns, Map<String, String> metadata) {
  /** The key of the version of the software that made the model. */
  public static final String VERSION = "entrosum.version";

  /** The newest format of files that this software reads, and the one that it writes. */
  public static final int FORMAT = 1;

  static final String FORMAT_KEY = "entrosum.format";
  static final String MODEL = "entrosum.model";
  static final String COLUMNS = "entrosum.columns";

  /**
   * Checks the columns.
   *
   * @throws IllegalArgumentException if their number is not that of the model, or a name is empty
   *     or there twice
   */
  public ModelFile {
    columns = List.copyOf(columns);
    Map<String, String> texts = new TreeMap<>(metadata);
    texts.putIfAbsent(VERSION, softwareVersion());
    metadata = Collections.unmodifiableMap(texts);
    if (columns.size() != model.dimensions()) {
      throw new IllegalArgumentException(
          "columns: must be "
              + model.dimensions()
              + " names, one a column of the model, but are "
              + columns.size());
    }
    Set<String> names = new HashSet<>();
    for (String column : columns) {
      if (column.isBlank() || !names.add(column)) {
        throw new IllegalArgumentException(
            "columns: names must be different and not empty but \"" + column + "\" is not");
      }
    }
  }

  /** The version of this software; "unknown" where it does not run from its jar. */
  public static String softwareVersion() {
    return Objects.requireNonNullElse(
        ModelFile.class.getPackage().getImplementationVersion(), "unknown");
  }

  /**
   * Writes the file, after the checks that reading makes: what cannot be read is never written.
   *
   * @param out is not closed
   * @throws InvalidModelException if the model would be refused on reading
   * @throws IllegalArgumentException if models of this type have no file format, or a key of the
   *     metadata is one that the format uses itself
   */
  public void write(OutputStream out) throws IOException {
    TensorFile tensors = toTensors();
    decode(
        new ParameterReader(
            tensors, "the model to be saved", "correct what the model was made from"));
    tensors.write(out);
  }

  /** The bytes that {@link #write} writes, for models that fit into one array. */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * Reads a file to its end and checks everything in it.
   *
   * @param in is not closed
   * @param size of the file in bytes, as its storage gives it
   * @param where the file, for messages
   * @throws InvalidModelException if it is not a valid model
   */
  public static ModelFile read(InputStream in, long size, String where) throws IOException {
    return decode(
        new ParameterReader(
            TensorFile.read(in, size, where),
            where,
            "save the model again with Entrosum, or correct the program that wrote the file"));
  }

  /** Reads a file that is in memory, see {@link #read(InputStream, long, String)}. */
  public static ModelFile read(byte[] bytes, String where) {
    try {
      return read(new ByteArrayInputStream(bytes), bytes.length, where);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The parameters as they are stored, by name. */
  public Map<String, Tensor> tensors() {
    return toTensors().tensors();
  }

  /** The file as tensors and texts, see {@link #decode}. */
  TensorFile toTensors() {
    ModelCodec codec = ModelCodec.REGISTRY.named(model.type());
    TensorFile.Builder into = TensorFile.builder();
    into.metadata(FORMAT_KEY, Integer.toString(FORMAT));
    into.metadata(MODEL, model.type());
    into.metadata(COLUMNS, StrictJson.line(columns));
    codec.encode(model, columns, into);
    metadata.forEach(into::metadata);
    return into.build();
  }

  static ModelFile decode(ParameterReader from) {
    checkFormat(from);
    ModelCodec codec = ModelCodec.REGISTRY.read(MODEL, from);
    List<String> columns = columns(from);
    try {
      LatentModel<?> model = codec.decode(columns, from);
      from.checkNothingLeft();
      Map<String, String> texts = from.otherMetadata();
      texts.putIfAbsent(VERSION, "unknown");
      return new ModelFile(model, columns, texts);
    } catch (IllegalArgumentException | NumericalException e) {
      throw new InvalidModelException(from.where(), e);
    }
  }

  private static void checkFormat(ParameterReader from) {
    String text = from.metadata(FORMAT_KEY);
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw from.invalid(FORMAT_KEY + " must be a whole number from 1 on but is " + text);
    }
    long format = Long.parseLong(text);
    if (format > FORMAT) {
      throw InvalidModelException.newerFormat(from.where(), "the file", format, FORMAT);
    }
  }

  private static List<String> columns(ParameterReader from) {
    return from.names(COLUMNS);
  }
}
