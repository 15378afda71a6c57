package io.entrosum.train;

import io.entrosum.model.LatentModel;

/** Watches training: logs, progress, checkpoints. Called on the thread that trains. */
public interface TrainingListener {
  /** A training begins; {@code restart} counts from 0. */
  default void started(int restart, LatentModel<?> initial) {}

  /** A training goes on that was interrupted after some iterations. */
  default void resumed(int restart, int iterations) {}

  /** An iteration is complete, and gave this model. */
  default void iterated(Iteration iteration, LatentModel<?> model) {}

  /** A training is complete. */
  default void stopped(TrainingResult<?> result) {}

  /** Asked after each iteration: true ends training with {@link StopReason#CANCELLED}. */
  default boolean cancelled() {
    return false;
  }
}
