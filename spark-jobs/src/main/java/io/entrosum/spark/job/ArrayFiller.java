package io.entrosum.spark.job;

import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;

/** Fills in the elements of arrays; one that is null has none of its elements. */
record ArrayFiller(NumberFiller elements, boolean containsNull, int width) implements ColumnFiller {
  static ArrayFiller of(ArrayType type, int width) {
    return new ArrayFiller(NumberFiller.of(type.elementType()), type.containsNull(), width);
  }

  @Override
  public DataType type() {
    return DataTypes.createArrayType(elements.type(), containsNull);
  }

  private @Nullable Object element(@Nullable Object value, int i) {
    return value == null ? null : ((Seq<?>) value).apply(i);
  }

  @Override
  public int missing(@Nullable Object value) {
    int missing = 0;
    for (int i = 0; i < width; i++) {
      missing += elements.missing(element(value, i));
    }
    return missing;
  }

  @Override
  public Object fill(@Nullable Object value, double[] expected, int at) {
    Object[] filled = new Object[width];
    for (int i = 0; i < width; i++) {
      filled[i] = elements.fill(element(value, i), expected, at + i);
    }
    return filled;
  }
}
