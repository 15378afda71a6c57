package io.entrosum.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a codec reads a model from: each tensor and text is asked for by name and checked, and what
 * nobody has asked for is known in the end.
 */
final class ParameterReader {
  /** Stands for a dimension that the tensor itself decides, at least 1. */
  static final int ANY = -1;

  private final TensorFile file;
  private final String where;
  private final String remedy;
  private final Set<String> taken = new TreeSet<>();
  private final Set<String> read = new HashSet<>();

  /**
   * A reader of a file.
   *
   * @param where the file, for messages
   * @param remedy what to do about a wrong parameter
   */
  ParameterReader(TensorFile file, String where, String remedy) {
    this.file = file;
    this.where = where;
    this.remedy = remedy;
  }

  /** A text that must be there. */
  String metadata(String key) {
    read.add(key);
    String text = file.metadata().get(key);
    if (text == null) {
      throw invalid("metadata " + key + " is missing");
    }
    return text;
  }

  /** Whether there is a text. */
  boolean hasMetadata(String key) {
    return file.metadata().containsKey(key);
  }

  /** A text that must be there, in JSON. */
  JsonNode json(String key) {
    try {
      return StrictJson.parse(metadata(key));
    } catch (StrictJson.MalformedException e) {
      throw invalid(key + " " + e.getMessage());
    }
  }

  /** A text that is a list of names in JSON, none of them empty. */
  List<String> names(String key) {
    JsonNode json = json(key);
    List<String> names = new ArrayList<>();
    for (JsonNode name : json) {
      names.add(name.isTextual() ? name.textValue() : "");
    }
    if (!json.isArray() || names.stream().anyMatch(String::isBlank)) {
      throw invalid(key + " must be a list of names but is " + json);
    }
    return names;
  }

  /** The texts that nobody has asked for. */
  Map<String, String> otherMetadata() {
    Map<String, String> other = new TreeMap<>(file.metadata());
    other.keySet().removeAll(read);
    return other;
  }

  /**
   * A tensor that must be there, with finite values.
   *
   * @param shape its dimensions, {@link #ANY} where it may have any number of elements from 1 on
   */
  Tensor tensor(String name, int... shape) {
    taken.add(name);
    Tensor tensor = file.tensor(name);
    if (tensor == null) {
      throw invalid("tensor " + name + " is missing, there are " + file.tensors().keySet());
    }
    List<Integer> found = tensor.shape();
    boolean fits = found.size() == shape.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] == ANY ? found.get(i) >= 1 : found.get(i) == shape[i];
    }
    if (!fits) {
      throw invalid(
          "tensor " + name + " must have the shape " + describe(shape) + " but has " + found);
    }
    checkFinite(name, tensor);
    return tensor;
  }

  private void checkFinite(String name, Tensor tensor) {
    double[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw invalid(element(name, tensor, i) + " must be finite but is " + values[i]);
      }
    }
  }

  /** Refuses every value that is not above 0. */
  void checkPositive(String name, Tensor tensor) {
    double[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] > 0)) {
        throw invalid(element(name, tensor, i) + " must be > 0 but is " + values[i]);
      }
    }
  }

  /** The name of an element in a message. */
  static String element(String name, Tensor tensor, int at) {
    return "tensor " + name + ": element " + tensor.indices(at);
  }

  private static String describe(int[] shape) {
    StringBuilder text = new StringBuilder("[");
    for (int dimension : shape) {
      text.append(text.length() > 1 ? ", " : "").append(dimension == ANY ? "any" : dimension);
    }
    return text.append(']').toString();
  }

  /** One of several values that go by the name of a text. */
  <T> T oneOf(String key, Map<String, T> choices) {
    String name = metadata(key);
    @Nullable T choice = choices.get(name);
    if (choice == null) {
      throw new InvalidModelException(
          where,
          key + " must be one of " + new TreeSet<>(choices.keySet()) + " but is " + name,
          "use the version of Entrosum that wrote the file, or a newer one");
    }
    return choice;
  }

  /** Refuses tensors that nobody has asked for. */
  void checkNothingLeft() {
    for (String name : file.tensors().keySet()) {
      if (!taken.contains(name)) {
        throw invalid("unexpected tensor " + name + ", the model has " + taken);
      }
    }
  }

  /** The failure that says what is wrong with the file. */
  InvalidModelException invalid(String what) {
    return new InvalidModelException(where, what, remedy);
  }

  /** The file, for messages. */
  String where() {
    return where;
  }
}
