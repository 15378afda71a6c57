package io.entrosum.spark.ml;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How sparse coding was trained, and the model on the data that it was trained on. */
public final class SparseCodingSummary extends SparseCodingEvaluation implements TrainingSummary {
  private static final long serialVersionUID = 1L;

  private final TrainingCourse course;
  private final int deadLatents;

  SparseCodingSummary(
      Dataset<Row> predictions, DataFit fit, TrainingCourse course, int deadLatents) {
    super(predictions, fit);
    this.course = course;
    this.deadLatents = deadLatents;
  }

  @Override
  public TrainingCourse course() {
    return course;
  }

  /** The number of latents that no row uses, see {@link SparseCodingModel#unusedLatents}. */
  public int deadLatents() {
    return deadLatents;
  }
}
