package io.entrosum.spark.job;

/** A training that a configuration asks for, whatever the type of the model. */
interface TrainingJob {
  /** Makes all checks that need no Spark. */
  static TrainingJob checked(JobContext context) {
    return context.config().model() instanceof FactorConfig factors
        ? FactorJob.checked(context, factors)
        : MixtureJob.checked(context, (MixtureConfig) context.config().model());
  }

  /** Reads and trains. */
  Trained run();

  /** Reads, trains all candidates of the section {@code select}, and chooses. */
  Selection.Chosen select();

  /** What {@link #run} would do; checks the columns of the data. */
  TrainingPlan plan();
}
