package io.entrosum.train;

import io.entrosum.model.LatentModel;
import io.entrosum.stats.Statistics;

/** The E-step of a model as a sum over blocks. */
record EStepAggregation(LatentModel<?> model) implements BlockAggregation<Statistics> {
  @Override
  public Statistics zero() {
    return new Statistics(model.layout());
  }

  @Override
  public Accumulator<Statistics> accumulator() {
    return model.eStep()::add;
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
