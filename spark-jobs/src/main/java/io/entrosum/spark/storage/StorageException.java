package io.entrosum.spark.storage;

import java.io.IOException;

/** A file system refused: no permission, no space, no connection. One line: what, where, why. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failed operation.
   *
   * @param what what could not be done, e.g. {@code cannot write s3a://bucket/model}
   */
  public StorageException(String what, IOException cause) {
    super(what + ": " + reason(cause), cause);
  }

  private static String reason(IOException cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank()
        ? cause.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElse("");
  }
}
