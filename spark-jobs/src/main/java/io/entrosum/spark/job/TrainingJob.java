package io.entrosum.spark.job;

/** A training that a configuration asks for, whatever the type of the model. */
interface TrainingJob {
  /** Makes all checks that need no Spark. */
  static TrainingJob checked(JobContext context) {
    ModelConfig model = context.config().model();
    if (model instanceof FactorConfig factors) {
      return FactorJob.checked(context, factors);
    }
    if (model instanceof SigmoidBeliefConfig belief) {
      return SigmoidBeliefJob.checked(context, belief);
    }
    if (model instanceof VaeConfig vae) {
      return VaeJob.checked(context, vae);
    }
    return model instanceof SparseCodingConfig coding
        ? SparseCodingJob.checked(context, coding)
        : MixtureJob.checked(context, (MixtureConfig) model);
  }

  /** Reads and trains. */
  Trained run();

  /** Reads, trains all candidates of the section {@code select}, and chooses. */
  Selection.Chosen select();

  /** What {@link #run} would do; checks the columns of the data. */
  TrainingPlan plan();
}
