package io.entrosum.spark.job;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.jspecify.annotations.Nullable;

/**
 * Fills in numbers: by the nearest one that the type of the column has.
 *
 * @param type of the column that is written: float, decimal with decimal places, or double
 */
record NumberFiller(DataType type) implements ColumnFiller {
  static NumberFiller of(DataType input) {
    boolean fractional =
        input.equals(DataTypes.FloatType)
            || (input instanceof DecimalType decimal && decimal.scale() > 0);
    return new NumberFiller(fractional ? input : DataTypes.DoubleType);
  }

  @Override
  public int missing(@Nullable Object value) {
    return isMissing(value) ? 1 : 0;
  }

  private static boolean isMissing(@Nullable Object value) {
    return value == null || Double.isNaN(((Number) value).doubleValue());
  }

  @Override
  public Object fill(@Nullable Object value, double[] expected, int at) {
    if (value == null || isMissing(value)) {
      return nearest(expected[at]);
    }
    boolean whole = type.equals(DataTypes.DoubleType) && !(value instanceof Double);
    return whole ? ((Number) value).doubleValue() : value;
  }

  private Object nearest(double x) {
    if (type instanceof DecimalType decimal) {
      BigInteger digits = BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE);
      BigDecimal most = new BigDecimal(digits, decimal.scale());
      BigDecimal rounded = new BigDecimal(x).setScale(decimal.scale(), RoundingMode.HALF_EVEN);
      return rounded.min(most).max(most.negate());
    }
    if (type.equals(DataTypes.FloatType)) {
      return (float) Math.max(-Float.MAX_VALUE, Math.min(x, Float.MAX_VALUE));
    }
    return x;
  }
}
