package io.entrosum.train;

import io.entrosum.model.LatentModel;
import io.entrosum.model.StepCourse;
import io.entrosum.stats.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * The E-step of a model as a sum over blocks.
 *
 * @param course where in its training it is; null: in none
 */
record EStepAggregation(LatentModel<?> model, @Nullable StepCourse course)
    implements BlockAggregation<Statistics> {
  @Override
  public Statistics zero() {
    return new Statistics(model.layout());
  }

  @Override
  public Accumulator<Statistics> accumulator() {
    return course == null ? model.eStep()::add : model.eStep(course)::add;
  }

  @Override
  public Statistics merge(Statistics left, Statistics right) {
    return left.merge(right);
  }

  @Override
  public long bytes() {
    return model.bytes() + (course == null ? 0 : course.bytes());
  }
}
