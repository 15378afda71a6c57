package io.entrosum.spark.ml;

import io.entrosum.model.Mixture;
import io.entrosum.stats.ModelEvent;
import io.entrosum.train.StopReason;
import io.entrosum.train.TrainingResult;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a mixture was trained, and the trained mixture on the data that it was trained on. */
public class MixtureSummary extends MixtureEvaluation {
  private static final long serialVersionUID = 1L;

  private final StopReason stopReason;
  private final double[] objectiveHistory;
  private final ArrayList<String> warnings;

  MixtureSummary(
      Dataset<Row> predictions,
      CommonParams model,
      TrainingResult<Mixture> result,
      Counts counts,
      List<String> warnings) {
    super(
        predictions,
        model,
        result.model().count(),
        result.iterations(),
        Fit.of(result.bound(), counts, result.weight(), result.model().parameters()));
    this.stopReason = result.stopReason();
    this.objectiveHistory =
        result.trace().stream().mapToDouble(iteration -> iteration.bound().bound()).toArray();
    this.warnings = new ArrayList<>(warnings);
    result.events().stream().map(ModelEvent::message).forEach(this.warnings::add);
  }

  /** The number of iterations; {@code numIter} of MLlib. */
  public int iterations() {
    return numIter();
  }

  /** The number of iterations. */
  public int totalIterations() {
    return numIter();
  }

  /** Why training ended. */
  public StopReason stopReason() {
    return stopReason;
  }

  /** The bound after each iteration, mean per unit of weight, nats; it never falls. */
  public double[] objectiveHistory() {
    return objectiveHistory.clone();
  }

  /** What a user should know: constant columns, covariances at the floor, removed components. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }
}
