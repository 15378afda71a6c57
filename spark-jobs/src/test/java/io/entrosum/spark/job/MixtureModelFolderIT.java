package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.SharedSpark;
import io.entrosum.spark.ml.MixtureModel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command {@code train} writes is a model of Spark ML, too. */
class MixtureModelFolderIT {
  @TempDir private Path folder;

  private Path table() {
    Random random = new Random(5);
    StringBuilder rows = new StringBuilder("colour,visits,size\n");
    for (int i = 0; i < 120; i++) {
      int kind = i % 2;
      rows.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%.6f%n",
              random.nextInt(4) == 0 ? "red" : kind == 0 ? "blue" : "green",
              random.nextInt(3) + 6 * kind,
              5 * kind + random.nextGaussian()));
    }
    return CommandRun.write(folder.resolve("table.csv"), rows.toString());
  }

  private static void run(String command, Path table, String... more) {
    String[] args = new String[5 + more.length];
    args[0] = command;
    args[1] = "--set";
    args[2] = "input.path=" + table;
    args[3] = "--set";
    args[4] = "input.options.header=true";
    System.arraycopy(more, 0, args, 5, more.length);
    CommandRun run = CommandRun.of(args);
    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void aTrainedFolderLoadsAndScoresTheSame() {
    Path table = table();
    String model = folder.resolve("model").toString();
    String scores = folder.resolve("scores").toString();
    Dataset<Row> data =
        SharedSpark.session()
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv(table.toString());
    String families = "model.columns={colour=categorical, visits=poisson}";
    run("train", table, "--set", families, "--set", "output.path=" + model);
    run("score", table, "--model", model, "--set", "output.path=" + scores);

    MixtureModel loaded = MixtureModel.fromFolder(model);
    assertThat(loaded.categories("colour")).containsExactly("blue", "green", "red");
    assertThat(loaded.columnFamilies())
        .containsEntry("visits", "poisson")
        .containsEntry("size", "gaussian");
    Dataset<Row> expected = SharedSpark.session().read().parquet(scores);
    Dataset<Row> scored = loaded.setLogDensityCol("logDensity").transform(data);
    String density = expected.columns()[expected.columns().length - 1];
    assertThat(scored.orderBy("size").select("prediction", "logDensity").collectAsList())
        .isEqualTo(
            expected
                .orderBy("size")
                .select(expected.columns()[expected.columns().length - 3], density)
                .collectAsList());
  }
}
