package io.entrosum.spark.storage;

/** Somebody else is writing to an output. */
public final class OutputInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputInUseException(String message) {
    super(message);
  }
}
