package io.entrosum.spark.job;

/** A training that a configuration asks for, whatever the type of the model. */
interface TrainingJob {
  /** Reads and trains. */
  Trained run();

  /** Reads, trains all candidates of the section {@code select}, and chooses. */
  Selection.Chosen select();

  /** What {@link #run} would do; checks the columns of the data. */
  TrainingPlan plan();
}
