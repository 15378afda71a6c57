package io.entrosum.spark.job;

import io.entrosum.spark.Blocks;
import io.entrosum.spark.FeatureColumns;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds the columns that a model was trained on in other data. */
final class ModelColumns {
  private ModelColumns() {}

  /**
   * The features of a model in a data set: {@code name} is a column, {@code name[i]} a column of
   * that name or an element of the vector or array column {@code name}. Columns of categories are
   * strings, booleans or whole numbers, whichever they were in training.
   *
   * @param weight the weight column, or an empty string
   * @throws JobException if a column is missing (the nearest is named), of a wrong type, or has
   *     another number of elements
   */
  static FeatureColumns find(
      Dataset<Row> data, SavedModel model, String weight, InputSource source) {
    List<String> modelColumns = model.columns();
    Set<String> categorical = model.reading().categorical(modelColumns);
    List<String> names = FeatureColumns.holding(data.schema(), modelColumns);
    FeatureColumns features =
        source.checkedColumns(
            data,
            () ->
                FeatureColumns.of(data.schema(), names, List.of(), weight, "input.", categorical));
    List<String> expanded = features.expand(Blocks.widths(data, features));
    if (!expanded.equals(modelColumns)) {
      throw JobException.usage(
          "input.features: the model was trained on "
              + Numbers.count(modelColumns.size(), "column")
              + " ("
              + Numbers.names(modelColumns, 6)
              + "), the input has "
              + expanded.size()
              + " in their place ("
              + Numbers.names(expanded, 6)
              + ")");
    }
    return features;
  }
}
