package io.entrosum.spark.ml;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.spark.Blocks;
import io.entrosum.train.TrainingResult;
import org.apache.spark.ml.clustering.ClusteringSummary;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A mixture on a data set: its likelihood, its entropies, and the scored rows. */
public class MixtureEvaluation extends ClusteringSummary {
  private static final long serialVersionUID = 1L;

  private final String probabilityCol;
  private final Fit fit;

  /**
   * What a pass over the data gave.
   *
   * @param bound and entropies, means per unit of weight; in this order: bound, posterior, prior,
   *     observation, base measure, missing
   */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared
  record Fit(double[] bound, Counts counts, double weight, long parameters)
      implements java.io.Serializable {
    static Fit of(EntropyTerms t, Counts counts, double weight, long parameters) {
      double[] bound = {
        t.bound(), t.posterior(), t.prior(), t.observation(), t.baseMeasure(), t.assignment()
      };
      return new Fit(bound, counts, weight, parameters);
    }
  }

  /**
   * What was read.
   *
   * @param rows that were used
   * @param skipped rows that were not
   * @param missing values of the rows that were used
   */
  record Counts(long rows, long skipped, long missing) implements java.io.Serializable {
    static Counts of(Blocks blocks) {
      return new Counts(blocks.rows(), blocks.skippedRows(), blocks.missingValues());
    }
  }

  MixtureEvaluation(Dataset<Row> predictions, CommonParams model, int k, int iterations, Fit fit) {
    super(
        predictions,
        model.getPredictionCol(),
        String.join(",", model.featureColumnNames()),
        k,
        iterations);
    this.probabilityCol = model.getProbabilityCol();
    this.fit = fit;
  }

  /** The name of the column of posterior probabilities. */
  public String probabilityCol() {
    return probabilityCol;
  }

  /** The posterior probabilities of the rows, one column. */
  public Dataset<Row> probability() {
    return predictions().select(probabilityCol);
  }

  /** The log-likelihood of all rows, nats: {@code sum_n w_n ln p(x_n)}. */
  public double logLikelihood() {
    return bound() * fit.weight;
  }

  /** The bound, mean per unit of weight, nats; for a mixture the mean log-likelihood. */
  public double bound() {
    return fit.bound[0];
  }

  /** The bound and its entropies, means per unit of weight, nats. */
  public EntropyTerms entropies() {
    double[] t = fit.bound;
    return new EntropyTerms(t[0], t[1], t[2], t[3], t[4], t[5]);
  }

  /** The number of rows. */
  public long rows() {
    return fit.counts.rows;
  }

  /** The number of rows that were left out as invalid. */
  public long skippedRows() {
    return fit.counts.skipped;
  }

  /** The number of values that were missing in the rows, and marginalised. */
  public long missingValues() {
    return fit.counts.missing;
  }

  /** The sum of the row weights. */
  public double totalWeight() {
    return fit.weight;
  }

  /** The number of free parameters of the model. */
  public long numParameters() {
    return fit.parameters;
  }

  /** Akaike's information criterion; less is better. */
  public double aic() {
    return criteria().aic();
  }

  /** The Bayesian information criterion; less is better. */
  public double bic() {
    return criteria().bic();
  }

  /**
   * The integrated completed likelihood, {@code bic + 2 sum H[r]}, r the posteriors of the
   * components; less is better.
   */
  public double icl() {
    return criteria().icl();
  }

  private TrainingResult.Criteria criteria() {
    return TrainingResult.Criteria.of(
        logLikelihood(), fit.parameters, fit.weight, entropies().assignment() * fit.weight);
  }
}
