package io.entrosum.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Parses the JSON of a header and checks it against the data that follow.
 *
 * @param where the file, for messages
 * @param dataBytes the number of bytes after the header
 */
record TensorHeaderParser(String where, long dataBytes) {
  private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

  TensorHeader parse(byte[] text) {
    JsonNode json;
    try {
      json = StrictJson.parse(text);
    } catch (StrictJson.MalformedException e) {
      throw invalid("the header " + e.getMessage());
    }
    Map<String, String> metadata = new TreeMap<>();
    List<TensorHeader.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : json.properties()) {
      if (property.getKey().equals(TensorHeader.METADATA)) {
        metadata.putAll(metadata(property.getValue()));
      } else {
        entries.add(entry(property.getKey(), property.getValue()));
      }
    }
    entries.sort(
        Comparator.comparingLong(TensorHeader.Entry::begin)
            .thenComparingLong(TensorHeader.Entry::end));
    checkCoverage(entries);
    return new TensorHeader(metadata, List.copyOf(entries));
  }

  private Map<String, String> metadata(JsonNode json) {
    if (!json.isObject()) {
      throw invalid(TensorHeader.METADATA + " must be an object but is " + kind(json));
    }
    Map<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> property : json.properties()) {
      if (!property.getValue().isTextual()) {
        throw invalid(
            "metadata "
                + property.getKey()
                + " must be a string but is "
                + kind(property.getValue()));
      }
      metadata.put(property.getKey(), property.getValue().textValue());
    }
    return metadata;
  }

  private TensorHeader.Entry entry(String name, JsonNode json) {
    if (!json.isObject()) {
      throw invalid("tensor " + name + ": must be an object but is " + kind(json));
    }
    Set<String> keys = new TreeSet<>();
    json.fieldNames().forEachRemaining(keys::add);
    if (!keys.equals(KEYS)) {
      throw invalid(
          "tensor " + name + ": must have the keys " + new TreeSet<>(KEYS) + " but has " + keys);
    }
    if (!json.path("dtype").isTextual() || !json.path("dtype").textValue().equals("F64")) {
      throw invalid("tensor " + name + ": dtype must be \"F64\" but is " + json.path("dtype"));
    }
    List<Integer> shape = new ArrayList<>();
    for (long dimension : numbers(name, "shape", json.path("shape"))) {
      if (dimension > Integer.MAX_VALUE) {
        throw invalid(
            "tensor " + name + ": dimensions must be < 2^31 but shape is " + json.path("shape"));
      }
      shape.add((int) dimension);
    }
    List<Long> offsets = numbers(name, "data_offsets", json.path("data_offsets"));
    if (offsets.size() != 2) {
      throw invalid("tensor " + name + ": data_offsets must be two numbers but are " + offsets);
    }
    TensorHeader.Entry entry =
        new TensorHeader.Entry(name, List.copyOf(shape), offsets.get(0), offsets.get(1));
    checkSize(entry);
    return entry;
  }

  private List<Long> numbers(String name, String key, JsonNode json) {
    if (!json.isArray()) {
      throw invalid("tensor " + name + ": " + key + " must be a list but is " + kind(json));
    }
    List<Long> numbers = new ArrayList<>();
    for (JsonNode number : json) {
      if (!number.isIntegralNumber() || !number.canConvertToLong() || number.longValue() < 0) {
        throw invalid(
            "tensor "
                + name
                + ": "
                + key
                + " must hold whole numbers from 0 to 2^63 - 1 but holds "
                + number);
      }
      numbers.add(number.longValue());
    }
    return numbers;
  }

  private void checkSize(TensorHeader.Entry entry) {
    if (entry.begin() > entry.end() || entry.end() > dataBytes) {
      throw invalid(
          "tensor "
              + entry.name()
              + ": data_offsets must be in order and at most "
              + dataBytes
              + " but are ["
              + entry.begin()
              + ", "
              + entry.end()
              + "]");
    }
    long count;
    try {
      count = Tensor.count(entry.shape());
    } catch (IllegalArgumentException e) {
      throw invalid("tensor " + entry.name() + ": too many elements in shape " + entry.shape());
    }
    if (entry.bytes() % 8 != 0 || entry.bytes() / 8 != count) {
      throw invalid(
          "tensor "
              + entry.name()
              + ": the shape "
              + entry.shape()
              + " must have 8 bytes an element but data_offsets give "
              + entry.bytes()
              + " bytes");
    }
    if (count > Integer.MAX_VALUE - 8) {
      throw invalid("tensor " + entry.name() + ": too many elements, " + count);
    }
  }

  private void checkCoverage(List<TensorHeader.Entry> entries) {
    long covered = 0;
    for (TensorHeader.Entry entry : entries) {
      if (entry.begin() != covered) {
        throw invalid(
            "tensor "
                + entry.name()
                + ": must start where the tensor before it ends, at "
                + covered
                + ", but starts at "
                + entry.begin());
      }
      covered = entry.end();
    }
    if (covered != dataBytes) {
      throw invalid(
          "the tensors must cover all " + dataBytes + " bytes of data but cover " + covered);
    }
  }

  private InvalidModelException invalid(String what) {
    return TensorHeader.invalid(where, what);
  }

  private static String kind(JsonNode json) {
    return json.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
