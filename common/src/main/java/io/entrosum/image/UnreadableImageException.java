package io.entrosum.image;

/**
 * Bytes that are no image that can be read. The message says why, and does not know the name of the
 * image: it goes on where the name ends.
 */
public final class UnreadableImageException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableImageException(String message) {
    super(message);
  }

  UnreadableImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
