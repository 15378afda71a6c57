package io.entrosum.spark.job;

import io.entrosum.spark.InvalidPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code input}.
 *
 * @param path file, folder or glob
 * @param table a table of the catalog
 * @param query a query in Spark's SQL
 * @param weight the weight column, or an empty string
 * @param partitions of the cached data, 0 as the source gives them
 */
record InputConfig(
    @Nullable String path,
    @Nullable String table,
    @Nullable String query,
    String format,
    Map<String, String> options,
    List<String> features,
    List<String> exclude,
    String weight,
    InvalidPolicy invalid,
    int partitions) {

  static InputConfig of(Section section) {
    List<String> features = section.texts("features");
    if (features.isEmpty()) {
      throw JobException.usage("input.features: must name at least one column, or \"*\"");
    }
    return new InputConfig(
        section.optionalText("path"),
        section.optionalText("table"),
        section.optionalText("query"),
        section.text("format"),
        section.flat("options"),
        features,
        section.texts("exclude"),
        Objects.requireNonNullElse(section.optionalText("weight"), ""),
        section.choice("invalid", InvalidPolicy.values(), InvalidPolicy::label),
        (int) section.integer("partitions", 0, 1_000_000));
  }

  /** Refuses a section that does not say where the data is, or says it twice. */
  void requireSource() {
    long sources = Stream.of(path, table, query).filter(Objects::nonNull).count();
    if (sources == 0) {
      throw JobException.usage(
          "input.path: must be set (or input.table, or input.query; with --config or --set)");
    }
    if (sources > 1) {
      throw JobException.usage("input: only one of path, table and query can be set");
    }
  }
}
