package io.entrosum.train;

import io.entrosum.model.LatentModel;
import io.entrosum.stats.Statistics;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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
    return aggregate(new EStepAggregation(model.forEStep(), 0), what);
  }

  /**
   * The statistics of E-steps of several models over all rows, in one pass.
   *
   * @param trainings a number a model, the same in every pass of one training: whose state beside
   *     the blocks to go on from
   */
  default List<Statistics> eSteps(
      List<? extends LatentModel<?>> models, int[] trainings, String what) {
    List<EStepAggregation> steps = new ArrayList<>();
    for (int i = 0; i < trainings.length; i++) {
      steps.add(new EStepAggregation(models.get(i).forEStep(), trainings[i]));
    }
    return steps.size() == 1 ? List.of(aggregate(steps.get(0), what)) : aggregateAll(steps, what);
  }

  /** The same for models that are not in training. */
  default List<Statistics> eSteps(List<? extends LatentModel<?>> models, String what) {
    return eSteps(models, IntStream.range(0, models.size()).toArray(), what);
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
