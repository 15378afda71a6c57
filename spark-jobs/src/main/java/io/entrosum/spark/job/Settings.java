package io.entrosum.spark.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import io.entrosum.spark.NearestName;
import io.entrosum.spark.storage.FileSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A configuration as written: file, then {@code --set}, over the defaults of {@code defaults.conf},
 * which is also the list of all keys.
 */
final class Settings {
  private static final String SPARK = "spark.";

  /** Below these, users choose the keys. */
  private static final Set<String> FREE =
      Set.of("input.options", "model.columns", "model.groups", "select.columns", "spark");

  /** HOCON wants quotes around a plus sign; people do not. */
  private static final Pattern BARE_K_MEANS = Pattern.compile("(?<=[=:])(\\s*)k-means\\+\\+");

  private final Config given;
  private final Config all;

  private Settings(Config given, Config defaults) {
    this.given = given;
    this.all = given.withFallback(defaults);
  }

  /**
   * Reads a configuration.
   *
   * @param file a file on any file system, or null
   * @param assignments {@code key=value}, later ones win
   * @throws JobException if the file cannot be read, is no HOCON, or has an unknown key
   */
  static Settings read(
      @Nullable String file, List<String> assignments, Configuration configuration) {
    try {
      Config config = file == null ? ConfigFactory.empty() : parse(file, configuration);
      for (String assignment : assignments) {
        config = assign(assignment, config);
      }
      Config defaults = ConfigFactory.parseResources(Settings.class, "defaults.conf");
      config = config.resolve();
      refuseUnknown(config.root(), defaults.root(), "");
      return new Settings(config, defaults);
    } catch (ConfigException e) {
      throw new JobException(ExitCode.USAGE, oneLine(e), e);
    }
  }

  private static Config parse(String file, Configuration configuration) {
    if (!FileSystems.matches(file, configuration)) {
      throw JobException.usage("--config: no such file: " + file);
    }
    String text = FileSystems.readText(file, configuration);
    try {
      return ConfigFactory.parseString(
          BARE_K_MEANS.matcher(text).replaceAll("$1\"k-means++\""),
          ConfigParseOptions.defaults().setOriginDescription(file));
    } catch (ConfigException.Parse e) {
      throw new JobException(ExitCode.USAGE, problem(e, file, text), e);
    }
  }

  /** The parser's messages quote the line. */
  private static String problem(ConfigException.Parse e, String file, String text) {
    int number = e.origin() == null ? 0 : e.origin().lineNumber();
    String line = text.lines().skip(Math.max(0, number - 1)).findFirst().orElse("");
    return Secrets.named(line)
        ? file + ": " + number + ": not HOCON (put the value into double quotes)"
        : oneLine(e);
  }

  private static String oneLine(ConfigException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.replaceAll("\\s*\\R\\s*", " ").replaceAll(" \\(if you intended .*", "");
  }

  private static Config assign(String assignment, Config config) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw JobException.usage(
          "--set " + Secrets.shown(assignment, assignment) + ": must be key=value");
    }
    String key = assignment.substring(0, equals).strip();
    String value = assignment.substring(equals + 1).strip();
    try {
      return key.startsWith(SPARK) && !key.contains("\"")
          ? assignSpark(key, value(key, value), config)
          : config.withoutPath(key).withValue(key, value(key, value));
    } catch (ConfigException.BadPath e) {
      String shown = Secrets.shown(assignment, assignment + ": not a key: " + key);
      throw new JobException(ExitCode.USAGE, "--set " + shown, e);
    }
  }

  /**
   * One name of Spark's may begin another, as {@code fs.s3a.endpoint} does {@code
   * fs.s3a.endpoint.region}: such a name is one key, not a path, or one would replace the other.
   */
  private static Config assignSpark(String key, ConfigValue value, Config config) {
    String name = ConfigUtil.joinPath("spark", key.substring(SPARK.length()));
    if (key.contains("*")) { // no path, as in spark.metrics.conf.*.sink.csv.class
      return config.withValue(name, value);
    }
    boolean begins =
        config.hasPathOrNull(key)
            && !config.getIsNull(key)
            && config.getValue(key) instanceof ConfigObject;
    return (begins ? config : config.withoutPath(key)).withValue(name, value);
  }

  /** What is no number, boolean, null, list, object or quoted string stands for itself. */
  private static ConfigValue value(String key, String text) {
    ConfigValue verbatim = ConfigValueFactory.fromAnyRef(text, "--set");
    boolean structured = text.startsWith("[") || text.startsWith("{");
    try {
      ConfigValue parsed = ConfigFactory.parseString("value = " + text).root().get("value");
      if (parsed == null || text.isEmpty()) {
        return verbatim;
      }
      boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
      boolean bare = parsed.valueType() == ConfigValueType.STRING && !quoted;
      boolean commented = !structured && !quoted && (text.contains("//") || text.contains("#"));
      return bare || commented ? verbatim : parsed;
    } catch (ConfigException e) {
      if (structured) {
        String shown = Secrets.shown(key, text + ": " + oneLine(e));
        throw new JobException(ExitCode.USAGE, "--set: " + shown, e);
      }
      return verbatim;
    }
  }

  private static void refuseUnknown(ConfigObject given, ConfigObject known, String prefix) {
    for (String key : given.keySet()) {
      String path = prefix + key;
      ConfigValue knownValue = known.get(key);
      if (knownValue == null) {
        throw JobException.usage(
            path + ": unknown key" + hint(prefix, key, known) + known(prefix, known));
      }
      if (FREE.contains(path)) {
        continue;
      }
      ConfigValue value = given.get(key);
      if (knownValue instanceof ConfigObject knownObject) {
        if (!(value instanceof ConfigObject object)) {
          throw JobException.usage(path + ": must be a section, " + path + " { ... }");
        }
        refuseUnknown(object, knownObject, path + ".");
      }
    }
  }

  private static String hint(String prefix, String key, ConfigObject known) {
    return NearestName.of(key, known.keySet())
        .map(name -> ", did you mean " + prefix + name + "?")
        .orElse("");
  }

  private static String known(String prefix, ConfigObject known) {
    List<String> names = new ArrayList<>(known.keySet());
    names.sort(null);
    String where = prefix.isEmpty() ? "sections" : "keys of " + prefix.replaceAll("\\.$", "");
    return " (" + where + ": " + String.join(", ", names) + ")";
  }

  /** A section of the configuration. */
  Section section(String name) {
    return new Section(all.getConfig(name), name);
  }

  /** The values of a section, on one line each, by the paths of their keys; nulls are left out. */
  SortedMap<String, String> values(String section) {
    SortedMap<String, String> values = new TreeMap<>();
    all.getConfig(section)
        .entrySet()
        .forEach(
            entry ->
                values.put(
                    section + "." + entry.getKey(),
                    entry.getValue().render(ConfigRenderOptions.concise())));
    return values;
  }

  /** Whether somebody gave a value for a key. */
  boolean gives(String key) {
    return given.hasPathOrNull(key);
  }

  /** The given path as users write it. */
  static String join(List<String> elements) {
    return ConfigUtil.joinPath(elements);
  }
}
