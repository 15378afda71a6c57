package io.entrosum.model;

import io.entrosum.coding.CodeStep;
import io.entrosum.coding.SearchLimits;
import io.entrosum.data.Block;
import io.entrosum.entropy.EntropyWeights;

/** Seeks the posterior of each row to the end. */
public final class SparseCodingScorer extends CodeScorer {
  private final CodeStep step;

  SparseCodingScorer(SparseCodingModel model) {
    super(model.codes());
    this.step =
        new CodeStep(model.codes(), model.posterior(), EntropyWeights.ONE, SearchLimits.EXACT);
  }

  @Override
  void posteriors(Block block, double[] latent, double[] deviation, double[] bound) {
    step.posteriors(block, latent, deviation, bound);
  }

  @Override
  public long takeUnfinished() {
    return step.takeUnfinished() + super.takeUnfinished();
  }
}
