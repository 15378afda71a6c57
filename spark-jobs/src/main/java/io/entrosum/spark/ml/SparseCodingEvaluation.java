package io.entrosum.spark.ml;

import java.io.Serializable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A sparse coding model on a data set: its bound, its entropies, how sparse codes are, and the
 * scored rows. Information criteria take the bound for the log-likelihood, which is above it.
 */
public class SparseCodingEvaluation implements Evaluation, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Dataset<Row> predictions;
  private final DataFit fit;

  SparseCodingEvaluation(Dataset<Row> predictions, DataFit fit) {
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

  /** NaN: it is intractable, and above {@code bound() * totalWeight()}. */
  @Override
  public double logLikelihood() {
    return Double.NaN;
  }

  /**
   * The mean Gini coefficient of the magnitudes of posterior means in a row: 0 where all latents
   * are alike, {@code 1 - 1/H} where one has everything.
   */
  public double gini() {
    return fit.figures().getOrDefault("gini", Double.NaN);
  }

  /** The number of rows whose posterior was not sought to the end; their bound could be higher. */
  public long unfinishedRows() {
    return Math.round(fit.figures().getOrDefault("unfinishedRows", 0.0));
  }
}
