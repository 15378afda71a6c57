package io.entrosum.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** Messages of Spark 4.1.0 as users see them. */
class SparkFailureTest {
  private static String line(Throwable thrown) {
    Failure failure = Failure.of(thrown);
    assertThat(failure.code()).isEqualTo(ExitCode.UNEXPECTED);
    return failure.line();
  }

  @Test
  void tasksThatThrow() {
    String message =
        "Job aborted due to stage failure: Task 3 in stage 8.0 failed 4 times, most recent failure:"
            + " Lost task 3.3 in stage 8.0 (TID 19) (10.0.0.7 executor 2):"
            + " java.lang.IllegalStateException: no such sensor\n\tat Sensors.read(Sensors.java:5)\n";
    assertThat(line(new SparkException(message, new IllegalStateException("no such sensor"))))
        .isEqualTo(
            "Spark gave up: task 3 of a stage failed 4 times, at last: IllegalStateException: no"
                + " such sensor (--verbose shows the stack trace)");
  }

  @Test
  void executorsThatAreLost() {
    String message =
        "Job aborted due to stage failure: Task 0 in stage 8.0 failed 4 times, most recent failure:"
            + " Lost task 0.3 in stage 8.0 (TID 19) (10.0.0.7 executor 5): ExecutorLostFailure"
            + " (executor 5 exited caused by one of the running tasks) Reason: Command exited with"
            + " code 137\nDriver stacktrace:";
    assertThat(line(new SparkException(message)))
        .isEqualTo(
            "Spark gave up: task 0 of a stage failed 4 times, at last: executor 5 on 10.0.0.7 was"
                + " lost, Command exited with code 137 (where memory is short: more of it,"
                + " spark.executor.memory, or more partitions)");
  }

  @Test
  void stopsFromOutside() {
    String stopped = "Spark was stopped from outside before the end; run the command again";
    assertThat(line(new SparkException("Job 7 cancelled because SparkContext was shut down")))
        .isEqualTo(stopped);
    assertThat(
            line(
                new IllegalStateException(
                    "Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was"
                        + " created at:")))
        .isEqualTo(stopped);
    assertThat(line(new SparkException("Job 7 cancelled part of cancelled job group nightly")))
        .isEqualTo(
            "a job of Spark was cancelled from outside before the end; run the command again");
  }

  @Test
  void othersAreUnexpected() {
    assertThat(line(new SparkException("Task not serializable", new RuntimeException("a lock"))))
        .isEqualTo("unexpected RuntimeException: a lock (--verbose shows the stack trace)");
  }
}
