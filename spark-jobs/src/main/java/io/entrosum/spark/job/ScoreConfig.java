package io.entrosum.spark.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code score}.
 *
 * @param model the model that {@code score} and {@code evaluate} use
 * @param fill whether {@code score} fills in missing values
 * @param reconstruction whether {@code score} adds the row that factors stand for
 */
record ScoreConfig(@Nullable String model, boolean fill, boolean reconstruction) {
  static ScoreConfig of(Section section) {
    return new ScoreConfig(
        section.optionalText("model"), flag(section, "fill"), flag(section, "reconstruction"));
  }

  private static boolean flag(Section section, String key) {
    return section.choice(key, List.of("true", "false"), List.of()).equals("true");
  }
}
