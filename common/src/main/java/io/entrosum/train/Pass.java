package io.entrosum.train;

import io.entrosum.model.LatentModel;
import io.entrosum.model.StepCourse;
import io.entrosum.stats.Statistics;
import java.io.Serializable;
import java.util.List;

/**
 * The data, and the way to run over it. The training loop knows nothing else of where data is.
 *
 * <p>Sums of partitions are merged in partition order in a fixed tree ({@link MergeTree}): the same
 * blocks in the same partitions give the same bits, run after run.
 */
public interface Pass extends AutoCloseable {
  /** The number of columns of every block. */
  int columns();

  /** The number of partitions. */
  int partitions();

  /**
   * One pass over all blocks.
   *
   * @param what what this pass is for, a few words for a progress display
   */
  <A extends Serializable> A aggregate(BlockAggregation<A> aggregation, String what);

  /** The statistics of an E-step over all rows. */
  default Statistics eStep(LatentModel<?> model, String what) {
    return aggregate(new EStepAggregation(model.forEStep(), null), what);
  }

  /**
   * An E-step of a training.
   *
   * @param course where in its training it is
   */
  record Step(LatentModel<?> model, StepCourse course) {}

  /** The statistics of E-steps of several trainings over all rows, in one pass. */
  default List<Statistics> steps(List<Step> steps, String what) {
    return all(
        steps.stream()
            .map(step -> new EStepAggregation(step.model.forEStep(), step.course))
            .toList(),
        what);
  }

  /** The statistics of E-steps of several models, in no training, over all rows, in one pass. */
  default List<Statistics> eSteps(List<? extends LatentModel<?>> models, String what) {
    return all(
        models.stream().map(model -> new EStepAggregation(model.forEStep(), null)).toList(), what);
  }

  private List<Statistics> all(List<EStepAggregation> steps, String what) {
    return steps.size() == 1 ? List.of(aggregate(steps.get(0), what)) : aggregateAll(steps, what);
  }

  /** Several sums in one pass over all blocks. */
  default <A extends Serializable> List<A> aggregateAll(
      List<? extends BlockAggregation<A>> aggregations, String what) {
    return aggregations.isEmpty()
        ? List.of()
        : aggregate(new JointAggregation<>(List.copyOf(aggregations)), what);
  }

  /** Releases what this pass holds (caches, broadcasts). */
  @Override
  void close();
}
