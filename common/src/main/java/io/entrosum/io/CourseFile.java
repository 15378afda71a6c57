package io.entrosum.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.entrosum.train.RunState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far the trainings of a command are, as a checkpoint stores it: a {@link TensorFile}, data and
 * never code. Writing and reading gives the same bits.
 *
 * @param state the groups of trainings that have begun, see {@link io.entrosum.train.Course}
 * @param columns the names of the columns, D different, non-empty names
 * @param metadata other texts by key, none of them beginning with {@code entrosum.course}
 */
public record CourseFile(
    List<List<RunState>> state, List<String> columns, Map<String, String> metadata) {
  /** The newest format that this software reads, and the one that it writes. */
  public static final int FORMAT = 1;

  private static final String FORMAT_KEY = "entrosum.course.format";
  private static final String GROUPS = "entrosum.course.groups";
  private static final String COLUMNS = "entrosum.course.columns";
  private static final String REMEDY =
      "it is damaged: remove it, and training goes on from the one before";

  /** Keeps copies of the collections. */
  public CourseFile {
    state = state.stream().map(List::copyOf).toList();
    columns = List.copyOf(columns);
    metadata = new TreeMap<>(metadata);
  }

  /**
   * Writes the file.
   *
   * @param out is not closed
   * @throws IllegalArgumentException if models of a type have no file format
   */
  public void write(OutputStream out) throws IOException {
    TensorFile.Builder into = TensorFile.builder();
    ArrayNode groups = StrictJson.array();
    for (int g = 0; g < state.size(); g++) {
      ArrayNode runs = groups.addArray();
      for (int r = 0; r < state.get(g).size(); r++) {
        runs.add(new RunCodec(prefix(g, r), columns).encode(state.get(g).get(r), into));
      }
    }
    into.metadata(FORMAT_KEY, Integer.toString(FORMAT));
    into.metadata(GROUPS, StrictJson.line(groups));
    into.metadata(COLUMNS, StrictJson.line(columns));
    metadata.forEach(into::metadata);
    into.build().write(out);
  }

  private static String prefix(int group, int run) {
    return group + "." + run + "/";
  }

  /** The bytes that {@link #write} writes. */
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
   * Reads a file to its end.
   *
   * @param in is not closed
   * @param size of the file in bytes, as its storage gives it
   * @param where the file, for messages
   * @throws InvalidModelException if it is none, or damaged
   */
  public static CourseFile read(InputStream in, long size, String where) throws IOException {
    TensorFile file = TensorFile.read(in, size, where);
    ParameterReader from = new ParameterReader(file, where, REMEDY);
    checkFormat(from.metadata(FORMAT_KEY), where);
    List<String> columns = from.names(COLUMNS);
    List<List<RunState>> state = new ArrayList<>();
    try {
      for (JsonNode group : from.json(GROUPS)) {
        List<RunState> runs = new ArrayList<>();
        for (JsonNode run : group) {
          String prefix = prefix(state.size(), runs.size());
          runs.add(new RunCodec(prefix, columns).decode(run, file, where));
        }
        state.add(runs);
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidModelException(where, e);
    } catch (IndexOutOfBoundsException e) {
      throw new InvalidModelException(where, "has fewer numbers than it says", REMEDY);
    }
    Map<String, String> texts = new TreeMap<>(file.metadata());
    texts.keySet().removeIf(key -> key.startsWith("entrosum.course.") || key.matches("[0-9].*"));
    return new CourseFile(state, columns, texts);
  }

  private static void checkFormat(String format, String where) {
    if (format.matches("[1-9][0-9]{0,8}") && Integer.parseInt(format) > FORMAT) {
      throw InvalidModelException.newerFormat(
          where, "the checkpoint", Integer.parseInt(format), FORMAT);
    }
    if (!format.equals(Integer.toString(FORMAT))) {
      throw new InvalidModelException(
          where, FORMAT_KEY + " must be a whole number from 1 on but is " + format, REMEDY);
    }
  }

  /** Reads a file that is in memory, see {@link #read(InputStream, long, String)}. */
  public static CourseFile read(byte[] bytes, String where) {
    try {
      return read(new ByteArrayInputStream(bytes), bytes.length, where);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
