package io.entrosum.train;

import io.entrosum.model.LatentModel;
import io.entrosum.model.MomentModel;
import io.entrosum.stats.SecondMoments;
import io.entrosum.stats.Statistics;
import java.io.Serializable;
import java.util.List;

/** E-steps from second moments that were gathered before: training that reads no data. */
public final class MomentPass implements Pass {
  private final SecondMoments moments;

  /** A pass over the rows that moments are of. */
  public MomentPass(SecondMoments moments) {
    this.moments = moments;
  }

  @Override
  public int columns() {
    return moments.columns();
  }

  @Override
  public int partitions() {
    return 1;
  }

  @Override
  public Statistics eStep(LatentModel<?> model, String what) {
    if (model instanceof MomentModel fromMoments) {
      return fromMoments.statistics(moments);
    }
    throw new UnsupportedOperationException(
        model.type() + " cannot be trained from second moments");
  }

  @Override
  public List<Statistics> steps(List<Step> steps, String what) {
    return steps.stream().map(step -> eStep(step.model(), what)).toList();
  }

  @Override
  public List<Statistics> eSteps(List<? extends LatentModel<?>> models, String what) {
    return models.stream().map(model -> eStep(model, what)).toList();
  }

  @Override
  public <A extends Serializable> A aggregate(BlockAggregation<A> aggregation, String what) {
    throw new UnsupportedOperationException("second moments have no rows: " + what);
  }

  @Override
  public void close() {}
}
