package io.entrosum.spark.ml;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a linear Gaussian model was trained, and the model on the data that it was trained on. */
public final class FactorSummary extends FactorEvaluation implements TrainingSummary {
  private static final long serialVersionUID = 1L;

  private final TrainingCourse course;
  private final String method;

  FactorSummary(Dataset<Row> predictions, DataFit fit, TrainingCourse course, String method) {
    super(predictions, fit);
    this.course = course;
    this.method = method;
  }

  @Override
  public TrainingCourse course() {
    return course;
  }

  /** How the model was trained: {@code moments} or {@code passes}. */
  public String method() {
    return method;
  }
}
