package io.entrosum.spark.ml;

import io.entrosum.train.StopReason;
import java.util.List;

/**
 * How a model was trained, and the trained model on the data that it was trained on. Of MLlib's
 * interface of this name Spark Connect serves the methods.
 */
public interface TrainingSummary
    extends Evaluation, org.apache.spark.ml.classification.TrainingSummary {
  /** How the training went. */
  TrainingCourse course();

  /**
   * The number of iterations; {@code numIter} of MLlib. Steps of sparse coding that were refused
   * are none, though {@code maxIter} limits their passes, too.
   */
  default int iterations() {
    return course().bounds().size();
  }

  /** The number of iterations. */
  @Override
  default int totalIterations() {
    return iterations();
  }

  /** Why training ended. */
  default StopReason stopReason() {
    return course().stopReason();
  }

  /**
   * The bound after each iteration, mean per unit of weight, nats; it never falls, but while
   * annealing.
   */
  @Override
  default double[] objectiveHistory() {
    return course().bounds().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** What a user should know: constant columns, variances at a floor, removed components. */
  default List<String> warnings() {
    return course().warnings();
  }
}
