package io.entrosum.spark.job;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code score}.
 *
 * @param model the model that {@code score} and {@code evaluate} use
 * @param fill whether {@code score} fills in missing values
 * @param reconstruction whether {@code score} adds the row that factors or codes stand for
 * @param codes what {@code score} takes for the codes of sparse coding
 */
record ScoreConfig(@Nullable String model, boolean fill, boolean reconstruction, Codes codes) {
  /** Codes of sparse coding. */
  enum Codes {
    /** The means of their posteriors. */
    MEAN,
    /** The most probable ones, most of which are exactly 0. */
    MAP;

    /** The name in configurations. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static ScoreConfig of(Section section) {
    return new ScoreConfig(
        section.optionalText("model"),
        flag(section, "fill"),
        flag(section, "reconstruction"),
        section.choice("codes", Codes.values(), Codes::label));
  }

  /**
   * Refuses codes for models that have none.
   *
   * @param type of the model
   */
  void refuseCodes(String type) {
    if (codes != Codes.MEAN) {
      throw JobException.usage(
          "score.codes: must be mean for a model of type " + type + " but was " + codes.label());
    }
  }

  private static boolean flag(Section section, String key) {
    return section.choice(key, List.of("true", "false"), List.of()).equals("true");
  }
}
