package io.entrosum.spark.run;

import io.entrosum.io.Checksum;
import io.entrosum.spark.ReadData;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a checkpoint is of: the settings as far as the model depends on them, and the data. Where
 * the data is, Spark's settings and everything that may hold a secret are no part of it.
 *
 * @param texts by key
 */
public record RunIdentity(SortedMap<String, String> texts) {
  /** The key of the number of rows. */
  public static final String ROWS = "the number of rows";

  /** The key of the hash of the rows. */
  public static final String CONTENT = "the rows (a hash of them)";

  private static final String PREFIX = "run.";
  private static final String LAYOUT = "layout";

  /**
   * Of trainings that are about to begin.
   *
   * @param settings what the model depends on, by name
   */
  public static RunIdentity of(Map<String, String> settings, ReadData read) {
    SortedMap<String, String> texts = new TreeMap<>(settings);
    texts.put("the columns", String.join(", ", read.columns()));
    texts.put(ROWS, Long.toString(read.rows()));
    texts.put(CONTENT, Long.toHexString(read.fingerprint().content()));
    texts.put(LAYOUT, Long.toHexString(read.fingerprint().layout()));
    return new RunIdentity(texts);
  }

  /** What a checkpoint says of itself. */
  public static RunIdentity of(Map<String, String> metadata) {
    SortedMap<String, String> texts = new TreeMap<>();
    metadata.forEach(
        (key, text) -> {
          if (key.startsWith(PREFIX)) {
            texts.put(key.substring(PREFIX.length()), text);
          }
        });
    return new RunIdentity(texts);
  }

  /** For the metadata of a checkpoint. */
  public Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>();
    texts.forEach((key, text) -> metadata.put(PREFIX + key, text));
    return metadata;
  }

  /** Whether rows are in the same order and partitions, so that sums have the same bits. */
  public boolean sameLayout(RunIdentity other) {
    return String.valueOf(texts.get(LAYOUT)).equals(other.texts.get(LAYOUT));
  }

  /** 16 hexadecimal digits, those of another identity where there are {@link #differences}. */
  public String fingerprint() {
    SortedMap<String, String> compared = new TreeMap<>(texts);
    compared.remove(LAYOUT);
    StringBuilder text = new StringBuilder();
    compared.forEach((key, value) -> text.append(key).append('\0').append(value).append('\0'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return Checksum.of(bytes).sha256().substring(0, 16);
  }

  /** What is different now. */
  public List<Difference> differences(RunIdentity now) {
    SortedMap<String, String> keys = new TreeMap<>(texts);
    keys.putAll(now.texts);
    keys.remove(LAYOUT);
    List<Difference> differences = new ArrayList<>();
    for (String key : keys.keySet()) {
      String before = texts.getOrDefault(key, "unset");
      String after = now.texts.getOrDefault(key, "unset");
      if (!before.equals(after)) {
        differences.add(new Difference(key, before, after));
      }
    }
    return differences;
  }

  /** One value that is another one. */
  public record Difference(String key, String before, String now) {
    /** For a person. */
    public String text() {
      return key + " was " + shortened(before) + " and is " + shortened(now);
    }

    private static String shortened(String text) {
      return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
  }
}
