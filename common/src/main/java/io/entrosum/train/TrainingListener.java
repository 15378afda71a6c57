package io.entrosum.train;

import io.entrosum.model.LatentModel;

/** Watches training: logs, progress, checkpoints. Called on the thread that trains. */
public interface TrainingListener {
  /**
   * Who watches one of several trainings that share passes, or that follow each other; by default
   * this listener, which then cannot tell them apart.
   *
   * @param training what it is, a few words: {@code start 2 of 3}
   */
  default TrainingListener of(String training) {
    return this;
  }

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
