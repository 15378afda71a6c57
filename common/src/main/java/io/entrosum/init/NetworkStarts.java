package io.entrosum.init;

import io.entrosum.model.NetworkModel;
import io.entrosum.stats.Slot;
import io.entrosum.train.Course;
import io.entrosum.train.EpochTrainer;
import io.entrosum.train.Pass;
import io.entrosum.train.Starts;
import io.entrosum.train.StoppingRule;
import io.entrosum.train.TrainingListener;
import io.entrosum.train.TrainingResult;
import io.entrosum.vae.Architecture;
import io.entrosum.vae.VarianceMethod;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What the trainings of all models with networks begin with. */
final class NetworkStarts {
  private NetworkStarts() {}

  /**
   * Weights at first: uniform in {@code +- 1 / sqrt(inputs)}, biases likewise; those that are no
   * layer's are 0, a dictionary's standard normal.
   */
  static float[] weights(Architecture architecture, VarianceMethod variances, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[architecture.weights(variances).size()];
    double range = 0;
    for (Slot slot : architecture.weights(variances).slots().values()) {
      boolean dictionary =
          architecture.hasDictionary() && slot.name().startsWith(Architecture.DECODER);
      if (slot.name().endsWith(Architecture.WEIGHT)) {
        range = 1 / Math.sqrt(slot.shape().get(1));
      } else if (slot.name().startsWith("log_") || isSharedPosterior(architecture, slot)) {
        range = 0;
      }
      for (int i = 0; i < slot.size(); i++) {
        weights[slot.offset() + i] =
            (float) (dictionary ? random.nextGaussian() : range * (2 * random.nextDouble() - 1));
      }
    }
    return weights;
  }

  private static boolean isSharedPosterior(Architecture architecture, Slot slot) {
    return architecture.posteriors() == Architecture.Posteriors.SHARED
        && slot.name().equals(Architecture.ENCODER + "/" + Architecture.LOG_VARIANCE + "/bias");
  }

  /**
   * Refuses networks that the driver has no memory for.
   *
   * @throws UnusableDataException if it has not
   */
  static void checkSize(
      Architecture architecture, VarianceMethod variances, int restarts, Pass pass) {
    long weights = architecture.ofColumns(pass.columns()).weights(variances).size();
    DriverMemory memory = driverMemory(weights, pass.partitions(), restarts);
    if (3 * weights > Integer.MAX_VALUE / 2 || !memory.fits()) {
      throw memory.refusal(
          String.format(Locale.ROOT, "networks of %,d weights", weights),
          "narrower layers, fewer restarts or more memory (ENTROSUM_MEMORY, spark.driver.memory)");
    }
  }

  /**
   * What a training takes on the driver: weights and two moments in the sums of partitions.
   *
   * @param weights their number P
   * @param trainings that share passes
   */
  static DriverMemory driverMemory(long weights, int partitions, int trainings) {
    double sums = 3.0 * 8 * weights * (2 + Math.max(2, Math.min(partitions, 16)));
    return new DriverMemory(trainings * (sums + 24.0 * weights));
  }

  /** Trains from all starts together; the result of the highest bound. */
  static <M extends NetworkModel<M>> TrainingResult<M> best(
      Starts<M> starts,
      StoppingRule rule,
      List<TrainingListener> listeners,
      Course course,
      Pass pass) {
    int size = starts.size();
    List<String> names =
        size == 1
            ? List.of()
            : IntStream.rangeClosed(1, size).mapToObj(i -> "start " + i + " of " + size).toList();
    TrainingResult<M> best = null;
    for (TrainingResult<M> result :
        new EpochTrainer(rule, listeners, course).trainTogether(starts, names, pass)) {
      if (best == null || result.bound().bound() > best.bound().bound()) {
        best = result;
      }
    }
    return Objects.requireNonNull(best);
  }
}
