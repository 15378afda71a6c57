package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrosum.spark.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code generate bars}. */
class GenerateBarsIT {
  @TempDir Path folder;

  private List<Row> generated(String partitions, String... options) {
    // the first use of the session is here, so that the command has one to share
    var spark = SharedSpark.session();
    String out = folder.resolve("bars").toString();
    List<String> args = new ArrayList<>(List.of("generate", "bars", "--mode", "overwrite"));
    args.addAll(List.of("--partitions", partitions, "--output", out));
    args.addAll(List.of(options));
    CommandRun run = CommandRun.of(args.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return spark.read().parquet(out).collectAsList();
  }

  @Test
  void rowsDoNotDependOnPartitions() {
    List<Row> one = generated("1", "--rows", "300", "--seed", "3", "--size", "4");
    List<Row> seven = generated("7", "--rows", "300", "--seed", "3", "--size", "4");
    assertThat(seven).hasSameSizeAs(one).containsExactlyInAnyOrderElementsOf(one);
    assertThat(one).hasSize(300).doesNotHaveDuplicates();
    assertThat(one.get(0).schema().fieldNames()).containsExactly("features", "latent");
    assertThat(one.get(0).<Vector>getAs("features").size()).isEqualTo(16);
    assertThat(one.get(0).<Vector>getAs("latent").size()).isEqualTo(8);
  }

  @Test
  void optionsAreThoseOfTheGenerator() {
    Bars bars = new Bars(5, Bars.Latents.BERNOULLI, .7, 0, 9);
    List<Row> rows =
        generated(
            "1",
            "--rows",
            "3",
            "--latents",
            "bernoulli",
            "--probability",
            "0.7",
            "--noise",
            "0",
            "--seed",
            "9");
    for (int i = 0; i < 3; i++) {
      assertThat(rows.get(i)).isEqualTo(bars.open().apply(i));
    }
  }
}
