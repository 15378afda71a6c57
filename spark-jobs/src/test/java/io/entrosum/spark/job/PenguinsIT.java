package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.SharedSpark;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Palmer penguins, 344 rows with holes: three Gaussian components of the four measurements are the
 * three species. R's mclust puts 98.5 % of the complete rows into the component of their species.
 */
class PenguinsIT {
  private static final String CONFIG = "../conf/examples/penguins-mixture.conf";
  private static final String DATA = "input.path=../conf/examples/data/penguins.csv";

  @TempDir Path folder;

  @Test
  void theComponentsAreTheSpecies() {
    SparkSession spark = SharedSpark.session();
    Path model = folder.resolve("model");
    Path scored = folder.resolve("scored");
    CommandRun train =
        CommandRun.of("train", "--config", CONFIG, "--set", DATA, "--set", "output.path=" + model);
    assertThat(train.code()).isZero();
    CommandRun score =
        CommandRun.of(
            "score",
            "--config",
            CONFIG,
            "--set",
            DATA,
            "--model",
            model.toString(),
            "--set",
            "output.path=" + scored);
    assertThat(score.out()).startsWith("344 rows written");
    Map<Integer, Map<String, Integer>> counts = new HashMap<>();
    List<Row> rows = spark.read().parquet(scored.toString()).collectAsList();
    for (Row row : rows) {
      counts
          .computeIfAbsent(row.getInt(row.fieldIndex("component")), c -> new HashMap<>())
          .merge(row.getAs("species"), 1, Integer::sum);
    }
    Map<String, Integer> bySpecies = new HashMap<>();
    int agree = 0;
    for (Map<String, Integer> component : counts.values()) {
      Map.Entry<String, Integer> most =
          component.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
      bySpecies.merge(most.getKey(), 1, Integer::sum);
      agree += most.getValue();
    }
    assertThat(bySpecies).isEqualTo(Map.of("Adelie", 1, "Chinstrap", 1, "Gentoo", 1));
    assertThat(agree).isGreaterThanOrEqualTo(344 * 97 / 100 + 1);
  }
}
