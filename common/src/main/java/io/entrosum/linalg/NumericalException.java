package io.entrosum.linalg;

/**
 * A computation collapsed: a matrix that must be positive definite is not, a density overflowed, a
 * bound fell. The message says where, and what the user can do about it.
 */
public final class NumericalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A failure with its remedy.
   *
   * @param what what happened and where (component, column, iteration)
   * @param remedy what to do about it
   */
  public NumericalException(String what, String remedy) {
    super(what + " (" + remedy + ")");
  }
}
