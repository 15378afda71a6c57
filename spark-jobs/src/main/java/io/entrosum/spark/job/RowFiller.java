package io.entrosum.spark.job;

import io.entrosum.spark.ColumnReading;
import io.entrosum.spark.FeatureColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Puts what a model expects in the place of what rows miss.
 *
 * @param cells the feature columns in their order
 */
record RowFiller(List<Cell> cells) implements Serializable {
  /**
   * A feature column.
   *
   * @param expected where its first single column is in a row of numbers
   * @param target where it is in a row of the output
   */
  record Cell(ColumnFiller filler, int expected, int target) implements Serializable {}

  /**
   * The filler of the features of a model in a data set.
   *
   * @param schema of the data set
   * @param widths the number of elements of each feature column
   * @throws JobException if a category is no value of the type of its column
   */
  static RowFiller of(
      StructType schema, FeatureColumns features, int[] widths, ColumnReading reading) {
    List<Cell> cells = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < widths.length; i++) {
      FeatureColumns.Column column = features.columns().get(i);
      int target = schema.fieldIndex(column.name());
      ColumnFiller filler =
          ColumnFiller.of(
              schema.apply(target), column.kind(), widths[i], reading.categories().get(at));
      cells.add(new Cell(filler, at, target));
      at += widths[i];
    }
    return new RowFiller(List.copyOf(cells));
  }

  /** The schema of filled rows. */
  StructType schema(StructType input) {
    StructField[] fields = input.fields().clone();
    for (Cell cell : cells) {
      StructField field = fields[cell.target];
      fields[cell.target] =
          new StructField(field.name(), cell.filler.type(), field.nullable(), field.metadata());
    }
    return new StructType(fields);
  }

  /**
   * Fills in a row.
   *
   * @param input the features, and more
   * @param expected the row as numbers, none missing, from {@code at} on. Not modified.
   * @param values Modified. The values of the output, whose features are overwritten.
   * @return how many values were missing
   */
  int fill(Row input, double[] expected, int at, Object[] values) {
    int missing = 0;
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      missing += cell.filler.missing(input.get(i));
      values[cell.target] = cell.filler.fill(input.get(i), expected, at + cell.expected);
    }
    return missing;
  }
}
