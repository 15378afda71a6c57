package io.entrosum.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON in which every byte counts: valid UTF-8, no key twice, nothing after the value. What is
 * written is the same on every platform.
 */
final class StrictJson {
  /** The longest text in a file: the longest header, which may be one list of column names. */
  private static final int LONGEST = TensorHeader.LONGEST;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(constraints())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final DefaultIndenter INDENTER = new DefaultIndenter("  ", "\n");
  private static final ObjectWriter INDENTED =
      MAPPER.writer(
          new DefaultPrettyPrinter().withObjectIndenter(INDENTER).withArrayIndenter(INDENTER));

  private StrictJson() {}

  /** Names are limited from Jackson 2.16 on only; that of Spark 3.5 is older and takes any. */
  private static StreamReadConstraints constraints() {
    StreamReadConstraints.Builder limits =
        StreamReadConstraints.builder().maxNestingDepth(16).maxStringLength(LONGEST);
    try {
      limits.getClass().getMethod("maxNameLength", int.class).invoke(limits, LONGEST);
    } catch (NoSuchMethodException e) {
      return limits.build();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return limits.build();
  }

  /** An empty object, whose keys keep the order in which they are put. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** An empty list. */
  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** The value in JSON, which an input must be as a whole. */
  static JsonNode parse(byte[] utf8) throws MalformedException {
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw new MalformedException("is not UTF-8 text", e);
    }
  }

  /** The value in JSON, which an input must be as a whole. */
  static JsonNode parse(String text) throws MalformedException {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new MalformedException("is not valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A value on one line. */
  static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A value on lines of its own, for people. */
  static byte[] indented(JsonNode value) {
    try {
      return (INDENTED.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Input that is not JSON; the message goes after the name of what it was read from. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message, Exception cause) {
      super(message, cause);
    }
  }
}
