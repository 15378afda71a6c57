package io.entrosum.spark.job;

import java.util.regex.Pattern;

/** Settings that messages must not show. */
final class Secrets {
  /** As {@code spark.redaction.regex}, and a little more. */
  private static final Pattern NAMES =
      Pattern.compile("(?i)secret|password|passwd|token|credential|[.]key|access[.-]?key");

  private Secrets() {}

  /** Whether a text names such a setting. */
  static boolean named(String text) {
    return NAMES.matcher(text).find();
  }

  /** A text for a message, or, where a secret may be in it, a word in its place. */
  static String shown(String key, String text) {
    return named(key) ? "(not shown)" : text;
  }
}
