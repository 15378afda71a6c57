package io.entrosum.spark.ml;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The summary of a {@link GaussianMixtureModel}; MLlib has a class of this name. */
public final class GaussianMixtureSummary extends MixtureSummary {
  private static final long serialVersionUID = 1L;

  GaussianMixtureSummary(
      Dataset<Row> predictions, ComponentParams model, DataFit fit, TrainingCourse course) {
    super(predictions, model, fit, course);
  }
}
