package io.entrosum.spark.job;

import io.entrosum.data.Categories;
import io.entrosum.spark.FeatureColumns;
import java.io.Serializable;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a model expects in the place of what a feature column misses. What is there stays as it
 * is, an unknown category too, but for whole numbers: their column becomes one of doubles, since an
 * expectation is no whole number.
 */
interface ColumnFiller extends Serializable {
  /** The type of the column that is written. */
  DataType type();

  /** How many values are missing (null or NaN) where the column has this one. */
  int missing(@Nullable Object value);

  /**
   * A value of the column as it is written.
   *
   * @param expected finite numbers, or the code of a category, from {@code at} on. Not modified.
   */
  Object fill(@Nullable Object value, double[] expected, int at);

  /**
   * The filler of a column.
   *
   * @param width the number of elements of a vector or an array
   * @param categories null where the column holds numbers
   * @throws JobException if a category is no value of the type of the column
   */
  static ColumnFiller of(
      StructField field, FeatureColumns.Kind kind, int width, @Nullable Categories categories) {
    if (categories != null) {
      return CategoryFiller.of(field, categories);
    }
    return switch (kind) {
      case VECTOR -> new VectorFiller(field.dataType(), width);
      case ARRAY -> ArrayFiller.of((ArrayType) field.dataType(), width);
      default -> NumberFiller.of(field.dataType());
    };
  }
}
