package io.entrosum.spark.job;

import io.entrosum.data.Categories;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructField;
import org.jspecify.annotations.Nullable;

/**
 * Fills in categories: strings, booleans or whole numbers, as the column has them.
 *
 * @param values of the column, by the codes of the model
 */
record CategoryFiller(DataType type, List<Object> values) implements ColumnFiller {
  /**
   * The filler of a column.
   *
   * @throws JobException if a category is no value of the type of the column
   */
  static CategoryFiller of(StructField field, Categories categories) {
    List<Object> values = new ArrayList<>();
    for (String name : categories.names()) {
      Object value = value(name, field.dataType());
      if (value == null) {
        throw JobException.usage(
            Numbers.format(
                "score.fill: column %s is of type %s, which the category %s of the model is no"
                    + " value of (give the column the type that it had in training, or set"
                    + " score.fill to false)",
                field.name(), field.dataType().simpleString(), name));
      }
      values.add(value);
    }
    return new CategoryFiller(field.dataType(), List.copyOf(values));
  }

  private static @Nullable Object value(String name, DataType type) {
    if (type instanceof BooleanType) {
      return List.of("true", "false").contains(name) ? Boolean.valueOf(name) : null;
    }
    try {
      if (type instanceof DecimalType decimal) {
        BigDecimal number = new BigDecimal(name);
        return number.scale() == 0 && number.precision() <= decimal.precision() ? number : null;
      }
      return whole(name, type);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Object whole(String name, DataType type) {
    if (type instanceof ByteType) {
      return Byte.valueOf(name);
    }
    if (type instanceof ShortType) {
      return Short.valueOf(name);
    }
    if (type instanceof IntegerType) {
      return Integer.valueOf(name);
    }
    return type instanceof LongType ? Long.valueOf(name) : (Object) name;
  }

  @Override
  public int missing(@Nullable Object value) {
    return value == null ? 1 : 0;
  }

  @Override
  public Object fill(@Nullable Object value, double[] expected, int at) {
    return value == null ? values.get((int) expected[at]) : value;
  }
}
