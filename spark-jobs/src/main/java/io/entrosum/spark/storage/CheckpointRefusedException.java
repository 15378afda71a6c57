package io.entrosum.spark.storage;

import io.entrosum.io.InvalidModelException;

/**
 * A checkpoint is whole, but of a format that this software does not read. It is not passed over,
 * as a damaged one is: what it has would be lost.
 */
public final class CheckpointRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CheckpointRefusedException(InvalidModelException cause) {
    super(cause.getMessage(), cause);
  }
}
