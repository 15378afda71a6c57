package io.entrosum.spark.ml;

import io.entrosum.init.FactorSpec;
import io.entrosum.spark.Storage;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a linear Gaussian model was trained, and the model on the data that it was trained on. */
public final class FactorSummary extends FactorEvaluation implements TrainingSummary {
  private static final long serialVersionUID = 1L;

  private final TrainingCourse course;
  private final String method;
  private final String storage;

  FactorSummary(
      Dataset<Row> predictions,
      DataFit fit,
      TrainingCourse course,
      FactorSpec.Method method,
      Storage storage) {
    super(predictions, fit);
    this.course = course;
    this.method = method.label();
    this.storage = storage.name().toLowerCase(Locale.ROOT);
  }

  /** A summary that was saved, with the scored rows, which were not. */
  FactorSummary(Dataset<Row> predictions, FactorSummary saved) {
    super(predictions, saved.fit());
    this.course = saved.course;
    this.method = saved.method;
    this.storage = saved.storage;
  }

  @Override
  public TrainingCourse course() {
    return course;
  }

  /** How the model was trained: {@code moments} or {@code passes}. */
  public String method() {
    return method;
  }

  /** How rows were kept for training: {@code dense}, or {@code sparse} where that was possible. */
  public String storage() {
    return storage;
  }
}
