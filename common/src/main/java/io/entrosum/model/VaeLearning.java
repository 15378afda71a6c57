package io.entrosum.model;

import io.entrosum.linalg.NumericalException;
import io.entrosum.stats.Statistics;
import io.entrosum.vae.LearnerState;
import io.entrosum.vae.VaeSums;

/** What a pass has learned: the mean of the learners of its partitions, or one step. */
final class VaeLearning {
  private static final double FIRST_DECAY = .9;
  private static final double SECOND_DECAY = .999;
  private static final double EPSILON = 1e-8;

  private VaeLearning() {}

  /** Weights and moments as means over the rows that were learned from. */
  static LearnerState averaged(Statistics statistics) {
    double weight = weight(statistics);
    return new LearnerState(
        mean(statistics.array(VaeSums.WEIGHTS), weight),
        mean(statistics.array(VaeSums.FIRST), weight),
        mean(statistics.array(VaeSums.SECOND), weight),
        statistics.get(VaeSums.STEPS) / weight);
  }

  private static double weight(Statistics statistics) {
    double weight = statistics.get(VaeSums.LEARNED);
    if (!(weight > 0)) {
      throw new NumericalException(
          "the pass learned from no row", "at least one row must have a positive weight");
    }
    return weight;
  }

  private static float[] mean(double[] sums, double weight) {
    float[] means = new float[sums.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = (float) (sums[i] / weight);
    }
    return means;
  }

  /**
   * One step of Adam with the gradient of all rows.
   *
   * @param from Modified.
   */
  static LearnerState step(LearnerState from, Statistics statistics, double rate) {
    double weight = weight(statistics);
    double[] gradient = statistics.array(VaeSums.GRADIENT);
    double steps = from.steps() + 1;
    from.setSteps(steps);
    double size =
        rate * Math.sqrt(1 - Math.pow(SECOND_DECAY, steps)) / (1 - Math.pow(FIRST_DECAY, steps));
    for (int i = 0; i < gradient.length; i++) {
      double slope = gradient[i] / weight;
      double first = FIRST_DECAY * from.first()[i] + (1 - FIRST_DECAY) * slope;
      double second = SECOND_DECAY * from.second()[i] + (1 - SECOND_DECAY) * slope * slope;
      from.first()[i] = (float) first;
      from.second()[i] = (float) second;
      from.weights()[i] -= (float) (size * first / (Math.sqrt(second) + EPSILON));
    }
    return from;
  }
}
