package io.entrosum.spark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrosum.entropy.EntropyTerms;
import io.entrosum.spark.metrics.IterationJson;
import org.jspecify.annotations.Nullable;

/** JSON as the commands write it: keys in their order, no NaN. */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** The object of a text, or null if it is none. */
  static @Nullable ObjectNode parse(String text) {
    try {
      return MAPPER.readTree(text) instanceof ObjectNode object ? object : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Adds a number; null where it is not finite. */
  static void put(ObjectNode node, String key, double value) {
    IterationJson.put(node, key, value);
  }

  /** Adds {@code entropies}, {@code entropySum} and {@code gap}. */
  static void putEntropies(ObjectNode node, EntropyTerms terms) {
    IterationJson.putEntropies(node, terms);
  }

  /** On one line. */
  static String line(ObjectNode node) {
    return text(MAPPER, node);
  }

  /** Indented, for people as well. */
  static String pretty(ObjectNode node) {
    return text(MAPPER.copy().enable(SerializationFeature.INDENT_OUTPUT), node);
  }

  private static String text(ObjectMapper mapper, ObjectNode node) {
    try {
      return mapper.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
