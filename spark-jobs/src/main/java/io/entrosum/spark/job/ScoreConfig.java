package io.entrosum.spark.job;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code score}.
 *
 * @param model the model that {@code score} and {@code evaluate} use
 * @param fill whether {@code score} fills in missing values
 */
record ScoreConfig(@Nullable String model, boolean fill) {
  static ScoreConfig of(Section section) {
    String fill = section.choice("fill", List.of("true", "false"), List.of());
    return new ScoreConfig(section.optionalText("model"), fill.equals("true"));
  }
}
