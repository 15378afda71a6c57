package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrosum.spark.SharedSpark;
import io.entrosum.spark.faults.ForkedDriver;
import io.entrosum.spark.faults.TaskWatch;
import io.entrosum.spark.ml.GaussianMixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that Spark gives up, or that are stopped from outside, end a command with one line. */
class FailedJobIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final SparkSession spark = SharedSpark.session();

  @TempDir Path folder;

  @BeforeEach
  @AfterEach
  void nothingIsCached() {
    assertThat(spark.sparkContext().getPersistentRDDs().isEmpty()).isTrue();
  }

  @Test
  void rowThatFailsInEveryAttempt() {
    spark
        .udf()
        .register(
            "poisoned",
            (UDF1<Long, Double>)
                id -> {
                  if (id == 700) {
                    throw new IllegalStateException("no reading of sensor 700");
                  }
                  return Math.sin(id);
                },
            DataTypes.DoubleType);
    CommandRun run =
        CommandRun.of(
            "train",
            "--set",
            "input.query=select poisoned(id) as a, cos(3 * id) as b from range(0, 1000, 1, 2)",
            "--set",
            "output.path=" + folder.resolve("model"));
    assertThat(run.error())
        .isEqualTo(
            "entrosum: function poisoned of the input failed: IllegalStateException: no reading of"
                + " sensor 700 (--verbose shows the stack trace)");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).doesNotContain("\tat ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void contextStoppedFromOutside() throws Exception {
    try (ForkedDriver driver =
        ForkedDriver.start(
            folder,
            StoppedTraining.class,
            List.of(),
            List.of(folder.resolve("model").toString()))) {
      int code = driver.await(LIMIT);
      Map<String, String> results = driver.results();
      assertThat(results)
          .as("errors: %s", driver.errors())
          .containsEntry("command.code", "1")
          .containsEntry(
              "command.error",
              "entrosum: Spark was stopped from outside before the end; run the command again");
      assertThat(results.get("library.error")).containsPattern("shut down|stopped SparkContext");
      assertThat(results).containsEntry("broadcast.error", "the first error");
      assertThat(code).isZero();
    }
    assertThat(folder.resolve("model")).doesNotExist();
  }

  /** As a notebook does that interrupts a cell; the session lives on. */
  @Test
  void cancelledJobGroupLeavesNothingInCaches() throws Exception {
    Dataset<Row> data =
        spark.sql("select sin(id) as a, cos(id * id) as b from range(0, 20000, 1, 2)");
    TaskWatch watch = new TaskWatch();
    spark.sparkContext().addSparkListener(watch);
    FutureTask<Object> fit =
        new FutureTask<>(
            () -> {
              spark.sparkContext().setJobGroup("cell", "a fit", false);
              return new GaussianMixture()
                  .setK(4)
                  .setMaxIter(1_000_000)
                  .setTol(0)
                  .setFeaturesCols("a", "b")
                  .fit(data);
            });
    new Thread(fit, "fit").start();
    watch.awaitJobs(10);
    while (!fit.isDone()) {
      spark.sparkContext().cancelJobGroup("cell"); // between two jobs it does nothing
      Thread.sleep(5);
    }
    spark.sparkContext().removeSparkListener(watch);
    assertThatThrownBy(fit::get).cause().hasMessageContaining("cancelled job group cell");
    assertThat(spark.sparkContext().getPersistentRDDs().isEmpty()).isTrue();
  }
}
