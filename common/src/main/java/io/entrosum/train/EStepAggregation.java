package io.entrosum.train;

import io.entrosum.model.LatentModel;
import io.entrosum.stats.Statistics;

/**
 * The E-step of a model as a sum over blocks.
 *
 * @param training tells apart the trainings that share the blocks
 */
record EStepAggregation(LatentModel<?> model, int training)
    implements BlockAggregation<Statistics> {
  @Override
  public Statistics zero() {
    return new Statistics(model.layout());
  }

  @Override
  public Accumulator<Statistics> accumulator() {
    return model.eStep(training)::add;
  }

  @Override
  public Statistics merge(Statistics left, Statistics right) {
    return left.merge(right);
  }

  @Override
  public long bytes() {
    return model.bytes();
  }
}
