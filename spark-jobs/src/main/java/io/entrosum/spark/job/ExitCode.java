package io.entrosum.spark.job;

/** What the process tells its caller. Scripts rely on the numbers. */
public enum ExitCode {
  /** Done. */
  DONE(0),
  /** Anything that has no code of its own. */
  UNEXPECTED(1),
  /** Wrong usage or configuration. */
  USAGE(2),
  /** The data, or a saved model, cannot be used. */
  DATA(3),
  /** Not converged, and convergence was required. */
  NOT_CONVERGED(4),
  /** The output exists, or another run is writing it. */
  OUTPUT_EXISTS(5),
  /** A file system refused. */
  STORAGE(6),
  /** Training cannot go on from its checkpoint. */
  RESUME_REFUSED(7),
  /** Stopped by SIGTERM. */
  TERMINATED(143);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The number for the operating system. */
  public int number() {
    return number;
  }
}
