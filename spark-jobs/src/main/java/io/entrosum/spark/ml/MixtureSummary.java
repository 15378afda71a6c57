package io.entrosum.spark.ml;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How a mixture was trained, and the trained mixture on the data that it was trained on. */
public class MixtureSummary extends MixtureEvaluation implements TrainingSummary {
  private static final long serialVersionUID = 1L;

  private final TrainingCourse course;

  MixtureSummary(
      Dataset<Row> predictions, ComponentParams model, DataFit fit, TrainingCourse course) {
    super(predictions, model, model.getK(), course.bounds().size(), fit);
    this.course = course;
  }

  @Override
  public TrainingCourse course() {
    return course;
  }
}
