package io.entrosum.spark.ml;

import io.entrosum.entropy.EntropyTerms;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A model on a data set: its likelihood, its entropies, and the scored rows. */
public interface Evaluation extends SparkSummary {
  /** What the pass over the data gave. */
  DataFit fit();

  /** The scored rows. */
  Dataset<Row> predictions();

  /**
   * The log-likelihood of all rows, nats: {@code sum_n w_n ln p(x_n)}; NaN where posteriors are not
   * exact, so that only a bound is known.
   */
  default double logLikelihood() {
    return bound() * totalWeight();
  }

  /**
   * The bound, mean per unit of weight, nats; the mean log-likelihood where posteriors are exact.
   */
  default double bound() {
    return entropies().bound();
  }

  /** The bound and its entropies, means per unit of weight, nats. */
  default EntropyTerms entropies() {
    return fit().entropies();
  }

  /** The number of rows. */
  default long rows() {
    return fit().rows();
  }

  /** The number of rows that were left out as invalid. */
  default long skippedRows() {
    return fit().skippedRows();
  }

  /** The number of values that were missing in the rows, and marginalised. */
  default long missingValues() {
    return fit().missingValues();
  }

  /** The sum of the row weights. */
  default double totalWeight() {
    return fit().weight();
  }

  /** The number of free parameters of the model. */
  default long numParameters() {
    return fit().parameters();
  }

  /** Akaike's information criterion; less is better. */
  default double aic() {
    return fit().criteria().aic();
  }

  /** The Bayesian information criterion; less is better. */
  default double bic() {
    return fit().criteria().bic();
  }
}
