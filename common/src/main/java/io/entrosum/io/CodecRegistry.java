package io.entrosum.io;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Codecs by the name of what they store.
 *
 * @param what the kind of thing that they store, for messages
 */
record CodecRegistry<C>(String what, Map<String, C> codecs) {
  /** A registry of codecs, each under its name. */
  static <C> CodecRegistry<C> of(String what, Function<C, String> name, List<C> codecs) {
    Map<String, C> byName = new TreeMap<>();
    codecs.forEach(codec -> byName.put(name.apply(codec), codec));
    return new CodecRegistry<>(what, byName);
  }

  /**
   * The codec that stores something.
   *
   * @throws IllegalArgumentException if there is none
   */
  C named(String name) {
    @Nullable C codec = codecs.get(name);
    if (codec == null) {
      throw new IllegalArgumentException(
          what + ": only " + codecs.keySet() + " can be saved, not " + name);
    }
    return codec;
  }

  /**
   * The codec that a text in a file names.
   *
   * @throws InvalidModelException if there is none
   */
  C read(String key, ParameterReader from) {
    return from.oneOf(key, codecs);
  }
}
