package io.entrosum.spark.ml;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.spark.ReadData;
import io.entrosum.train.TrainingResult;
import java.io.Serializable;

/**
 * What a pass of a model over a data set gave.
 *
 * @param entropies the bound and its entropies, means per unit of weight, nats
 * @param rows that were used
 * @param skippedRows that were not
 * @param missingValues of the rows that were used
 * @param weight the sum of the row weights
 * @param parameters the number of free parameters of the model
 */
public record DataFit(
    EntropyTerms entropies,
    long rows,
    long skippedRows,
    long missingValues,
    double weight,
    long parameters)
    implements Serializable {
  static DataFit of(EntropyTerms entropies, ReadData blocks, double weight, long parameters) {
    return new DataFit(
        entropies, blocks.rows(), blocks.skippedRows(), blocks.missingValues(), weight, parameters);
  }

  static DataFit of(TrainingResult<?> result, ReadData blocks) {
    return of(result.bound(), blocks, result.weight(), result.model().parameters());
  }

  TrainingResult.Criteria criteria() {
    return TrainingResult.Criteria.of(
        entropies.bound() * weight, parameters, weight, entropies.assignment() * weight);
  }
}
