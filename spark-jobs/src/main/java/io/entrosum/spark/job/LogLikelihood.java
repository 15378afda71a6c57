package io.entrosum.spark.job;

import io.entrosum.belief.BeliefPosterior;
import io.entrosum.model.LatentModel;
import io.entrosum.model.SigmoidBeliefNetwork;
import io.entrosum.model.SparseCodingModel;
import io.entrosum.model.VaeModel;

/** What a bound says of the log-likelihood. */
final class LogLikelihood {
  private LogLikelihood() {}

  /** Whether the bound of a model is the log-likelihood: where posteriors are exact. */
  static boolean isKnown(LatentModel<?> model) {
    if (model instanceof SigmoidBeliefNetwork belief) {
      return belief.posterior().type() == BeliefPosterior.Type.EXACT;
    }
    return !(model instanceof SparseCodingModel || model instanceof VaeModel);
  }

  /**
   * The log-likelihood.
   *
   * @param totalBound of the model on the same rows
   * @return NaN where only a lower bound is known
   */
  static double of(LatentModel<?> model, double totalBound) {
    return isKnown(model) ? totalBound : Double.NaN;
  }
}
