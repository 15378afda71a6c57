package io.entrosum.spark.ml;

import io.entrosum.init.UnusableDataException;
import io.entrosum.spark.FeatureColumns;
import io.entrosum.spark.NamedMixture;
import io.entrosum.spark.RowNumbers;
import java.util.List;
import org.apache.spark.sql.Row;

/** Rows of a mixed table: names of categories become their numbers. */
final class TableRows implements RowInput {
  private static final long serialVersionUID = 1L;

  private final FeatureColumns features;
  private final RowNumbers numbers;

  TableRows(MixtureParams params, FeatureColumns features, NamedMixture model) {
    this.features = features;
    this.numbers =
        new RowNumbers(
            features,
            MixtureSchema.widths(features, model.columns()),
            model.reading(),
            Fitting.policy(params));
  }

  @Override
  public List<String> columns() {
    return features.columns().stream().map(FeatureColumns.Column::name).toList();
  }

  @Override
  public double[] of(Row row) {
    try {
      return numbers.of(row);
    } catch (UnusableDataException e) {
      throw new UnusableDataException(
          Fitting.inWordsOf("skip or keep", String.valueOf(e.getMessage())));
    }
  }

  @Override
  public boolean valid(Row row) {
    return numbers.valid(row);
  }
}
