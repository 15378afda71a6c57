package io.entrosum.spark.mlflow;

import java.io.IOException;

/** The server has answered, and said no. */
public final class RefusedRequestException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String errorCode;

  RefusedRequestException(int status, String errorCode, String message) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
  }

  /** Whether the same request would always be refused: it is the request that is wrong. */
  public boolean isFinal() {
    return status == 400;
  }

  /** Whether this is MLflow's word for it: {@code RESOURCE_DOES_NOT_EXIST}. */
  boolean is(String code) {
    return errorCode.equals(code);
  }
}
