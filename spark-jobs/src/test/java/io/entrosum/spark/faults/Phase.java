package io.entrosum.spark.faults;

/** What a driver that trains is doing, as far as its file operations and its progress tell. */
enum Phase {
  /** Until its first iteration: the virtual machine, Spark, the data, the start of the model. */
  START,
  /** Taking, renewing or giving back the lease. */
  LEASE,
  /** In iterations, and not writing. */
  PASSES,
  /** Writing a checkpoint, or removing those that it makes superfluous. */
  CHECKPOINT,
  /** Writing the model, or giving its folder the name of the output. */
  PUBLICATION,
  /** Removing checkpoints after the publication. */
  TIDYING
}
