package io.entrosum.spark.job;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.jspecify.annotations.Nullable;

/**
 * What the user is told where Spark gave up, or was stopped: its own messages are of many lines.
 */
final class SparkFailure {
  private static final Pattern TASK =
      Pattern.compile(
          "Task (\\d+) in stage [\\d.]+ failed (\\d+) times, most recent failure: (.*)");
  private static final Pattern EXECUTOR =
      Pattern.compile(
          ".*\\((\\S+) executor (\\S+)\\): ExecutorLostFailure \\(.*\\) Reason: (.*?)\\.?");

  private static final Pattern FUNCTION = Pattern.compile("User defined function \\(`([^ `(]+)");
  private static final String VERBOSE = " (--verbose shows the stack trace)";

  private SparkFailure() {}

  /**
   * The line for an exception.
   *
   * @param root the cause of the causes of the exception, in a few words
   * @return null if this is nothing of Spark's
   */
  static @Nullable String line(Throwable thrown, String root) {
    String message = thrown.getMessage();
    if (message == null) {
      return null;
    }
    if (message.contains("SparkContext was shut down")
        || message.contains("on a stopped SparkContext")
        || message.contains("SparkContext has been shutdown")) {
      return "Spark was stopped from outside before the end; run the command again";
    }
    if (!(thrown instanceof SparkException)) {
      return null;
    }
    if (message.matches("(?s).*\\bJob \\d+ cancelled.*")) {
      return "a job of Spark was cancelled from outside before the end; run the command again";
    }
    Matcher function = FUNCTION.matcher(message);
    if (function.find()) {
      return "function " + function.group(1) + " of the input failed: " + root + VERBOSE;
    }
    Matcher task = TASK.matcher(message);
    return task.find() ? task(task, root) : null;
  }

  private static String task(Matcher task, String root) {
    Matcher executor = EXECUTOR.matcher(task.group(3));
    boolean lost = executor.matches();
    String why =
        lost
            ? "executor "
                + executor.group(2)
                + " on "
                + executor.group(1)
                + " was lost, "
                + executor.group(3)
                + " (where memory is short: more of it, spark.executor.memory, or more partitions)"
            : root + VERBOSE;
    int times = Integer.parseInt(task.group(2));
    return "Spark gave up: task "
        + task.group(1)
        + " of a stage failed "
        + (times == 1 ? "once" : times + " times, at last")
        + ": "
        + why;
  }
}
