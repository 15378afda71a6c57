package io.entrosum.spark.job;

import io.entrosum.model.LatentModel;
import io.entrosum.stats.Statistics;
import io.entrosum.train.Pass;
import io.entrosum.train.SplitPass;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rows that a selection holds out, if its criterion wants that.
 *
 * @param pass over all rows
 */
record HeldOut(SelectConfig select, long seed, Pass pass) {
  private boolean some() {
    return select.criterion() == SelectConfig.Criterion.HELD_OUT;
  }

  /** Whether no row is held out. */
  boolean none() {
    return !some();
  }

  /** The rows to train on. */
  Pass training() {
    return some() ? SplitPass.remaining(pass, select.heldOut(), seed) : pass;
  }

  /** The mean bound of each model on the rows held out; NaN where none are. */
  List<Double> bounds(List<? extends LatentModel<?>> models) {
    if (none()) {
      return Collections.nCopies(models.size(), Double.NaN);
    }
    List<Statistics> statistics =
        SplitPass.heldOut(pass, select.heldOut(), seed)
            .eSteps(models, "bounds of the rows held out");
    List<Double> bounds = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      if (!(statistics.get(i).get(LatentModel.WEIGHT) > 0)) {
        throw JobException.usage("select.held-out: no row was held out; raise it");
      }
      bounds.add(models.get(i).bound(statistics.get(i)).bound());
    }
    return bounds;
  }
}
