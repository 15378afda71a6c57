package io.entrosum.spark.job;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a command, every value checked; {@code defaults.conf} has the defaults.
 *
 * @param spark Spark's settings
 * @param settings what the values were read from
 */
record JobConfig(
    InputConfig input,
    ModelConfig model,
    TrainingConfig training,
    OutputConfig output,
    SelectConfig select,
    ScoreConfig score,
    Map<String, String> spark,
    Settings settings) {

  /**
   * Reads and checks a configuration.
   *
   * @throws JobException if a key is unknown or a value is of the wrong type or out of range
   */
  static JobConfig read(
      @Nullable String file, List<String> assignments, Configuration configuration) {
    Settings settings = Settings.read(file, assignments, configuration);
    InputConfig input = InputConfig.of(settings.section("input"));
    ModelConfig model = ModelTypes.read(settings.section("model"), settings);
    return new JobConfig(
        input,
        model,
        TrainingConfig.of(settings.section("training"), model),
        OutputConfig.of(settings.section("output")),
        SelectConfig.of(settings.section("select")),
        ScoreConfig.of(settings.section("score")),
        settings.section("spark").flat(),
        settings);
  }
}
