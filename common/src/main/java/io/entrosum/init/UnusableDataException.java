package io.entrosum.init;

/** The data cannot be used for what was asked. One line: what, where, the remedy. */
public final class UnusableDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a message of one line. */
  public UnusableDataException(String message) {
    super(message);
  }
}
