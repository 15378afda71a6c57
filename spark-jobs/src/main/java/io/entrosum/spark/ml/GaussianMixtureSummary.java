package io.entrosum.spark.ml;

import io.entrosum.model.Mixture;
import io.entrosum.train.TrainingResult;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The summary of a {@link GaussianMixtureModel}; MLlib has a class of this name. */
public final class GaussianMixtureSummary extends MixtureSummary {
  private static final long serialVersionUID = 1L;

  GaussianMixtureSummary(
      Dataset<Row> predictions,
      CommonParams model,
      TrainingResult<Mixture> result,
      Counts counts,
      List<String> warnings) {
    super(predictions, model, result, counts, warnings);
  }
}
