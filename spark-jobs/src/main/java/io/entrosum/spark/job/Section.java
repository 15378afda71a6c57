package io.entrosum.spark.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.entrosum.spark.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Typed values of a section of the configuration; messages begin with the full key. */
final class Section {
  private final Config config;
  private final String name;

  Section(Config config, String name) {
    this.config = config;
    this.name = name;
  }

  /** The whole name of a key, for messages. */
  String path(String key) {
    return name + "." + key;
  }

  private ConfigValue value(String key) {
    return Objects.requireNonNull(config.root().get(key), key);
  }

  private static boolean isScalar(ConfigValue value) {
    return value.valueType() != ConfigValueType.OBJECT
        && value.valueType() != ConfigValueType.LIST
        && value.valueType() != ConfigValueType.NULL;
  }

  private JobException mustBe(String key, String what) {
    ConfigValue value = value(key);
    String was =
        value.valueType() == ConfigValueType.STRING
            ? String.valueOf(value.unwrapped())
            : value.render(com.typesafe.config.ConfigRenderOptions.concise());
    return JobException.usage(path(key) + ": must be " + what + " but was " + was);
  }

  /** Whether a key has a value other than null. */
  boolean has(String key) {
    return value(key).valueType() != ConfigValueType.NULL;
  }

  /** A string, or null. */
  @Nullable String optionalText(String key) {
    if (!has(key)) {
      return null;
    }
    if (!isScalar(value(key))) {
      throw mustBe(key, "a string");
    }
    String text = config.getString(key);
    return text.isBlank() ? null : text;
  }

  /** A string that has to be set. */
  String text(String key) {
    String text = optionalText(key);
    if (text == null) {
      throw JobException.usage(path(key) + ": must be set");
    }
    return text;
  }

  /** A list of strings; a string stands for a list of one. */
  List<String> texts(String key) {
    if (!(value(key) instanceof ConfigList list)) {
      return List.of(text(key));
    }
    List<String> texts = new ArrayList<>();
    for (ConfigValue element : list) {
      if (!isScalar(element)) {
        throw mustBe(key, "a list of strings");
      }
      texts.add(String.valueOf(element.unwrapped()));
    }
    return texts;
  }

  /** A whole number in a range. */
  long integer(String key, long least, long most) {
    double number = number(key, "a whole number");
    if (number != Math.rint(number)) {
      throw mustBe(key, "a whole number");
    }
    if (number < least) {
      throw mustBe(key, ">= " + least);
    }
    if (number > most) {
      throw mustBe(key, "<= " + most);
    }
    return config.getValue(key).unwrapped() instanceof Number n ? n.longValue() : (long) number;
  }

  /** A non-negative number, less than a limit. */
  double number(String key, double limit) {
    double number = number(key, "a number");
    if (!(number >= 0)) {
      throw mustBe(key, ">= 0");
    }
    if (!(number < limit)) {
      throw mustBe(key, ">= 0 and < " + (limit == 1 ? "1" : String.valueOf(limit)));
    }
    return number;
  }

  private double number(String key, String what) {
    Object value = value(key).unwrapped();
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    if (value instanceof String text) {
      try {
        return Double.parseDouble(text.strip());
      } catch (NumberFormatException e) {
        throw mustBe(key, what);
      }
    }
    throw mustBe(key, what);
  }

  /**
   * One of some words.
   *
   * @param later words that will mean something, but do not yet
   */
  String choice(String key, List<String> words, List<String> later) {
    String word = optionalText(key);
    if (word != null && words.contains(word)) {
      return word;
    }
    String known = String.join(", ", words);
    if (word != null && later.contains(word)) {
      throw JobException.usage(
          path(key) + ": " + word + " is not supported yet (supported: " + known + ")");
    }
    JobException error = mustBe(key, (words.size() == 1 ? "" : "one of ") + known);
    String hint = word == null ? "" : NearestName.hint(word, words);
    throw JobException.usage(error.getMessage() + hint);
  }

  /** One of the constants of an enum. */
  <E extends Enum<E>> E choice(
      String key, E[] constants, java.util.function.Function<E, String> label, String... later) {
    List<String> words = Arrays.stream(constants).map(label).toList();
    return constants[words.indexOf(choice(key, words, List.of(later)))];
  }

  /** The values of a section by their keys, plain Java objects; none where the key is null. */
  Map<String, Object> children(String key) {
    if (!has(key)) {
      return Map.of();
    }
    if (!(value(key) instanceof ConfigObject object)) {
      throw mustBe(key, "a section");
    }
    Map<String, Object> children = new LinkedHashMap<>();
    object.forEach((name, value) -> children.put(name, value.unwrapped()));
    return children;
  }

  /**
   * The sections below a key by their names, which users choose; one that is null is left out.
   *
   * @param keys what each may have; null where it does not
   */
  Map<String, Section> sections(String key, List<String> keys) {
    if (!has(key)) {
      return Map.of();
    }
    if (!(value(key) instanceof ConfigObject object)) {
      throw mustBe(key, "a section");
    }
    Map<String, Section> sections = new TreeMap<>();
    object.forEach(
        (child, value) -> {
          String path = path(key) + "." + child;
          if (value instanceof ConfigObject inner) {
            sections.put(child, new Section(KnownKeys.complete(path, inner, keys), path));
          } else if (value.valueType() != ConfigValueType.NULL) {
            throw JobException.usage(
                path + ": must be a section, " + path + " { ... }, but was " + value.unwrapped());
          }
        });
    return sections;
  }

  /** Whether the value of a key is a section. */
  boolean isSection(String key) {
    return value(key) instanceof ConfigObject;
  }

  /**
   * The section below a key.
   *
   * @param keys what it may have; null where it does not
   */
  Section inner(String key, List<String> keys) {
    if (!(value(key) instanceof ConfigObject object)) {
      throw mustBe(key, "a section");
    }
    return new Section(KnownKeys.complete(path(key), object, keys), path(key));
  }

  /** Refuses a key that is reserved. */
  void refuse(String key, String why) {
    if (has(key)) {
      throw JobException.usage(path(key) + ": " + why);
    }
  }

  /** The section as a flat map, nested keys joined by dots. */
  Map<String, String> flat(String key) {
    if (!(value(key) instanceof ConfigObject object)) {
      throw mustBe(key, "a section");
    }
    return flat(object);
  }

  /** This whole section as a flat map. */
  Map<String, String> flat() {
    return flat(config.root());
  }

  private static Map<String, String> flat(ConfigObject object) {
    Map<String, String> flat = new LinkedHashMap<>();
    object.forEach(
        (key, value) -> {
          if (value instanceof ConfigObject nested) {
            flat(nested).forEach((inner, text) -> flat.put(key + "." + inner, text));
          } else if (value.valueType() != ConfigValueType.NULL) {
            flat.put(key, String.valueOf(value.unwrapped()));
          }
        });
    return flat;
  }
}
