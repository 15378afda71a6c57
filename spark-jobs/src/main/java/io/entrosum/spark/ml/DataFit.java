package io.entrosum.spark.ml;

import io.entrosum.entropy.EntropyTerms;
import io.entrosum.spark.ReadData;
import io.entrosum.train.TrainingResult;
import java.io.Serializable;
import java.util.Map;

/**
 * What a pass of a model over a data set gave.
 *
 * @param entropies the bound and its entropies, means per unit of weight, nats
 * @param rows that were used
 * @param skippedRows that were not
 * @param missingValues of the rows that were used
 * @param weight the sum of the row weights
 * @param parameters the number of free parameters of the model
 * @param figures further figures of the model on the data, by name
 */
public record DataFit(
    EntropyTerms entropies,
    long rows,
    long skippedRows,
    long missingValues,
    double weight,
    long parameters,
    Map<String, Double> figures)
    implements Serializable {
  /** Copies the figures. */
  public DataFit {
    figures = Map.copyOf(figures);
  }

  static DataFit of(
      EntropyTerms entropies,
      ReadData blocks,
      double weight,
      long parameters,
      Map<String, Double> figures) {
    return new DataFit(
        entropies,
        blocks.rows(),
        blocks.skippedRows(),
        blocks.missingValues(),
        weight,
        parameters,
        figures);
  }

  static DataFit of(TrainingResult<?> result, ReadData blocks) {
    return of(
        result.bound(), blocks, result.weight(), result.model().parameters(), result.figures());
  }

  TrainingResult.Criteria criteria() {
    return TrainingResult.Criteria.of(
        entropies.bound() * weight, parameters, weight, entropies.assignment() * weight);
  }
}
