package io.entrosum.spark.ml;

import org.apache.spark.ml.clustering.ClusteringSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A mixture on a data set: its likelihood, its entropies, and the scored rows. */
public class MixtureEvaluation extends ClusteringSummary implements Evaluation {
  private static final long serialVersionUID = 1L;

  private final String probabilityCol;
  private final DataFit fit;

  MixtureEvaluation(
      Dataset<Row> predictions, ComponentParams model, int k, int iterations, DataFit fit) {
    super(
        predictions,
        model.getPredictionCol(),
        String.join(",", model.featureColumnNames()),
        k,
        iterations);
    this.probabilityCol = model.getProbabilityCol();
    this.fit = fit;
  }

  @Override
  public DataFit fit() {
    return fit;
  }

  /** The name of the column of posterior probabilities. */
  public String probabilityCol() {
    return probabilityCol;
  }

  /** The posterior probabilities of the rows, one column. */
  public Dataset<Row> probability() {
    return predictions().select(probabilityCol);
  }

  /**
   * The integrated completed likelihood, {@code bic + 2 sum H[r]}, r the posteriors of the
   * components; less is better.
   */
  public double icl() {
    return fit.criteria().icl();
  }
}
