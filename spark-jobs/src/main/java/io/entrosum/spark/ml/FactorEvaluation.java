package io.entrosum.spark.ml;

import java.io.Serializable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A linear Gaussian model on a data set: its likelihood, its entropies, and the scored rows. */
public class FactorEvaluation implements Evaluation, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Dataset<Row> predictions;
  private final DataFit fit;

  FactorEvaluation(Dataset<Row> predictions, DataFit fit) {
    this.predictions = predictions;
    this.fit = fit;
  }

  @Override
  public DataFit fit() {
    return fit;
  }

  @Override
  public Dataset<Row> predictions() {
    return predictions;
  }
}
