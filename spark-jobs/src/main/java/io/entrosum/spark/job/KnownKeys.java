package io.entrosum.spark.job;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValueFactory;
import io.entrosum.spark.NearestName;
import java.util.List;

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
    // not withFallback: an object that has replaced a text, say, takes no more of it
    ConfigObject complete = object;
    for (String key : keys) {
      if (!object.containsKey(key)) {
        complete = complete.withValue(key, ConfigValueFactory.fromAnyRef(null));
      }
    }
    return complete.toConfig();
  }
}
