package io.entrosum.spark.storage;

/** There is something already where an output was to be written. */
public final class OutputExistsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OutputExistsException(String path) {
    super("output.path: " + path + " exists (choose another, or set output.mode to overwrite)");
  }
}
