package io.entrosum.spark.job;

import io.entrosum.spark.ReadData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a checkpoint is of: the configuration as far as the model depends on it, and the data. Where
 * the data is, Spark's settings and everything that may hold a secret are no part of it.
 *
 * @param texts by key
 */
record RunIdentity(SortedMap<String, String> texts) {
  private static final String PREFIX = "run.";
  private static final String ROWS = "the number of rows";
  private static final String CONTENT = "the rows (a hash of them)";
  private static final String LAYOUT = "layout";

  /** Of the section {@code input} only what says which numbers of the data are used, and how. */
  private static final Set<String> OF_INPUT =
      Set.of("input.features", "input.exclude", "input.weight", "input.invalid");

  /** These change nothing of where training is. */
  private static final Set<String> IRRELEVANT = Set.of("training.checkpoint-interval");

  /** A training may go on with others of these, if somebody says so. */
  private static final Set<String> FORCEABLE =
      Set.of(
          "training.max-iterations",
          "training.tolerance",
          "training.posterior-steps",
          "training.posterior-tolerance",
          ROWS,
          CONTENT);

  /** Of what a command is about to train. */
  static RunIdentity of(String command, Settings settings, ReadData read) {
    SortedMap<String, String> texts = new TreeMap<>();
    texts.putAll(settings.values("model"));
    texts.putAll(settings.values("training"));
    settings
        .values("input")
        .forEach(
            (key, value) -> {
              if (OF_INPUT.contains(key)) {
                texts.put(key, value);
              }
            });
    if (command.equals("select")) {
      texts.putAll(settings.values("select"));
    }
    texts.keySet().removeAll(IRRELEVANT);
    texts.put("the command", command);
    texts.put("the columns", Numbers.names(read.columns(), Integer.MAX_VALUE));
    texts.put(ROWS, Long.toString(read.rows()));
    texts.put(CONTENT, Long.toHexString(read.fingerprint().content()));
    texts.put(LAYOUT, Long.toHexString(read.fingerprint().layout()));
    return new RunIdentity(texts);
  }

  /** What a checkpoint says of itself. */
  static RunIdentity of(Map<String, String> metadata) {
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
  Map<String, String> metadata() {
    Map<String, String> metadata = new TreeMap<>();
    texts.forEach((key, text) -> metadata.put(PREFIX + key, text));
    return metadata;
  }

  /** Whether rows are in the same order and partitions, so that sums have the same bits. */
  boolean sameLayout(RunIdentity other) {
    return String.valueOf(texts.get(LAYOUT)).equals(other.texts.get(LAYOUT));
  }

  /** What is different now. */
  List<Difference> differences(RunIdentity now) {
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
  record Difference(String key, String before, String now) {
    /** Whether training can go on all the same. */
    boolean isForceable() {
      return FORCEABLE.contains(key);
    }

    /** For a person. */
    String text() {
      return key + " was " + shortened(before) + " and is " + shortened(now);
    }

    private static String shortened(String text) {
      return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }
  }
}
