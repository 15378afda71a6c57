package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entrosum.io.ModelFolder;
import io.entrosum.model.Mixture;
import io.entrosum.spark.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
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

  /** Two penguins have no measurement, eleven are of unknown sex: 2 * 4 + 11 holes. */
  @Test
  void holesAreFilledIn() throws IOException {
    Path model = folder.resolve("model");
    Path filled = folder.resolve("filled");
    CommandRun train =
        on(
            "train",
            "model.columns={island=categorical, sex=categorical}",
            "training.restarts=1",
            "output.path=" + model);
    assertThat(train.code()).isZero();
    CommandRun score =
        on("score", "score.model=" + model, "score.fill=true", "output.path=" + filled);
    assertThat(score.err()).isEmpty();
    assertThat(score.out())
        .isEqualTo(
            "344 rows written to " + filled + ", 19 values filled in" + System.lineSeparator());
    Dataset<Row> rows = SharedSpark.session().read().parquet(filled.toString());
    assertThat(rows.schema().simpleString())
        .startsWith(
            "struct<species:string,island:string,beak_length_mm:double,beak_depth_mm:double,"
                + "flipper_length_mm:double,body_mass_g:double,sex:string,component:int");
    assertThat(rows.where("sex in ('MALE', 'FEMALE')").count()).isEqualTo(344);
    assertThat(rows.where("isnan(body_mass_g) or body_mass_g is null").count()).isZero();
    // the fourth row has no measurement at all: the means of the components, by its posterior
    Row fourth = rows.collectAsList().get(3);
    Mixture mixture = (Mixture) ModelFolder.load(model).model();
    double[] means =
        new SavedMixture(mixture, List.of(), Map.of()).gaussian().orElseThrow().means();
    List<Double> posterior = fourth.getList(fourth.fieldIndex("posterior"));
    assertThat(fourth.<String>getAs("island")).isEqualTo("Torgersen");
    for (int j = 0; j < 4; j++) {
      double mean = 0;
      for (int c = 0; c < 3; c++) {
        mean += posterior.get(c) * means[4 * c + j];
      }
      assertThat(fourth.getDouble(2 + j)).isCloseTo(mean, within(1e-12 * mean));
    }
  }

  private static CommandRun on(String command, String... settings) {
    List<String> args = new ArrayList<>(List.of(command, "--config", CONFIG, "--set", DATA));
    for (String setting : settings) {
      args.add("--set");
      args.add(setting);
    }
    return CommandRun.of(args.toArray(String[]::new));
  }
}
