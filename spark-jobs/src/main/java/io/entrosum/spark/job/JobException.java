package io.entrosum.spark.job;

/** Ends a command with an exit code and one line that says what is wrong, where, and what to do. */
final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  JobException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  JobException(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** A mistake in the configuration or on the command line. */
  static JobException usage(String message) {
    return new JobException(ExitCode.USAGE, message);
  }

  ExitCode code() {
    return code;
  }
}
