package io.entrosum.spark.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import io.entrosum.spark.NearestName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sections below a key, whose own keys are not those of {@code defaults.conf}. */
final class KnownKeys {
  private KnownKeys() {}

  /**
   * An object with all keys that it may have, null where it has none.
   *
   * @param path where it is, for messages
   * @throws JobException if it has another key; the nearest is named
   */
  static Config complete(String path, ConfigObject object, List<String> keys) {
    for (String key : object.keySet()) {
      if (!keys.contains(key)) {
        String hint =
            NearestName.of(key, keys)
                .map(near -> ", did you mean " + path + "." + near + "?")
                .orElse("");
        throw JobException.usage(
            path
                + "."
                + key
                + ": unknown key"
                + hint
                + " (keys of "
                + path
                + ": "
                + String.join(", ", keys)
                + ")");
      }
    }
    Map<String, @Nullable Object> none = new HashMap<>();
    keys.forEach(key -> none.put(key, null));
    return object.withFallback(ConfigValueFactory.fromMap(none)).toConfig();
  }
}
