package io.entrosum.train;

/** Why training ended: data, not an exception. */
public enum StopReason {
  /** The bound has settled within the tolerance. */
  CONVERGED,
  /** The maximum was computed in closed form. */
  CLOSED_FORM,
  /** The limit on iterations was reached first. */
  MAX_ITERATIONS,
  /** Somebody asked training to stop. */
  CANCELLED,
  /** The bound fell by more than rounding explains; the model before the fall is returned. */
  BOUND_FELL
}
