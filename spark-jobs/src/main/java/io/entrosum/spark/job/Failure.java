package io.entrosum.spark.job;

import io.entrosum.init.UnusableDataException;
import io.entrosum.io.InvalidModelException;
import io.entrosum.linalg.NumericalException;
import io.entrosum.spark.storage.OutputExistsException;
import io.entrosum.spark.storage.OutputInUseException;
import io.entrosum.spark.storage.StorageException;
import org.apache.spark.sql.AnalysisException;
import org.jspecify.annotations.Nullable;

/**
 * What an exception means to the user.
 *
 * @param line what is wrong, where, and what to do
 */
record Failure(ExitCode code, String line) {
  static Failure of(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      Failure known = known(t);
      if (known != null) {
        return known;
      }
    }
    if (thrown instanceof OutOfMemoryError) {
      return new Failure(
          ExitCode.UNEXPECTED,
          "out of memory: "
              + firstLine(thrown)
              + " (give the driver more, e.g. ENTROSUM_MEMORY=8g or --driver-memory 8g)");
    }
    String root = rootName(thrown);
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      String line = SparkFailure.line(t, root);
      if (line != null) {
        return new Failure(ExitCode.UNEXPECTED, line);
      }
    }
    return new Failure(
        ExitCode.UNEXPECTED, "unexpected " + root + " (--verbose shows the stack trace)");
  }

  /** The same of a command that was stopped, with what a store refused on the way. */
  Failure because(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      Throwable refused = t instanceof StorageException ? t : null;
      for (Throwable suppressed : t.getSuppressed()) {
        refused = refused == null && suppressed instanceof StorageException ? suppressed : refused;
      }
      if (refused != null) {
        return new Failure(code, line + "; " + firstLine(refused));
      }
    }
    return this;
  }

  private static @Nullable Failure known(Throwable t) {
    if (t instanceof JobException job) {
      return new Failure(job.code(), firstLine(t));
    }
    if (t instanceof UnusableDataException
        || t instanceof NumericalException
        || t instanceof InvalidModelException) {
      return new Failure(ExitCode.DATA, firstLine(t));
    }
    if (t instanceof OutputExistsException || t instanceof OutputInUseException) {
      return new Failure(ExitCode.OUTPUT_EXISTS, firstLine(t));
    }
    if (t instanceof StorageException) {
      return new Failure(ExitCode.STORAGE, firstLine(t));
    }
    return t instanceof AnalysisException ? new Failure(ExitCode.USAGE, firstLine(t)) : null;
  }

  private static String rootName(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + firstLine(root);
  }

  /** The first line of a message, without Spark's error class. */
  static String firstLine(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return thrown.getClass().getSimpleName();
    }
    return message.strip().lines().findFirst().orElse("").replaceFirst("^\\[[A-Z_.]+] ", "");
  }
}
